// A certified provider with the rules of ProConnect: RS256, the secret in the body, userinfo signed, state and nonce of 32
// signs or more, no parameter that it does not know. `POST /essai` says who signs in next, and how the next answers lie.
// Run as: node provider.mjs PORT CLIENT SECRET ADDRESS_OF_THE_ATLAS…
import * as oidc from 'oidc-provider';
import * as jose from 'jose';

const [port, clientId, secret, ...atlas] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const KNOWN = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method'];
const pairs = {};
for (const name of ['a', 'b', 'foreign']) {
  pairs[name] = await jose.generateKeyPair('RS256', { extractable: true });
}
const jwk = async (name) => ({ ...(await jose.exportJWK(pairs[name].privateKey)), kid: name, alg: 'RS256', use: 'sig' });
const publicJwk = async (name) => ({ ...(await jose.exportJWK(pairs[name].publicKey)), kid: name, alg: 'RS256', use: 'sig' });
let trial = {};

const provider = new oidc.Provider(issuer, {
  clients: [{
    client_id: clientId, client_secret: secret, redirect_uris: atlas.map((each) => `${each}/connexion/retour`),
    post_logout_redirect_uris: atlas.map((each) => `${each}/deconnexion/retour`), token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'RS256', userinfo_signed_response_alg: 'RS256',
  }],
  jwks: { keys: [await jwk('a')] },
  scopes: ['openid', 'siret'],
  claims: { openid: ['sub'], siret: ['siret'] },
  pkce: { required: () => false },
  features: {
    devInteractions: { enabled: false }, jwtUserinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = form; } },
  },
  ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Session: 43200, Grant: 43200, Interaction: 600 },
  interactions: { url: (ctx, interaction) => `/entrer/${interaction.uid}` },
  cookies: { keys: [secret] },
  async findAccount(ctx, sub) {
    return { accountId: sub, claims: async () => ({ sub, siret: '13002526500013' }) };
  },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid siret');
    await grant.save();
    return grant;
  },
});

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// The claims of a signed answer, changed as the trial says, and signed as it says.
async function forged(token, changes, signing) {
  const claims = { ...jose.decodeJwt(token), ...changes };
  for (const name of Object.keys(claims)) if (claims[name] === null) delete claims[name];
  if (signing === 'none') return `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
  if (signing === 'secret') return new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
  if (signing === 'public key') {
    const known = new TextEncoder().encode(await jose.exportSPKI(pairs.a.publicKey));
    return new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'a' }).sign(known);
  }
  if (signing === 'own key in the header') {
    const header = { alg: 'RS256', jwk: await publicJwk('foreign') };
    return new jose.SignJWT(claims).setProtectedHeader(header).sign(pairs.foreign.privateKey);
  }
  if (signing === 'cut') return token.split('.').slice(0, 2).join('.');
  if (signing === 'spoilt') return token.slice(0, -8) + (token.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA');
  const [key, kid] = signing ? signing.split(' as ') : ['a', 'a'];
  return new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: kid ?? key }).sign(pairs[key].privateKey);
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/essai') {
    const chunks = [];
    for await (const chunk of ctx.req) chunks.push(chunk);
    trial = JSON.parse(Buffer.concat(chunks));
    ctx.body = 'ok';
    return;
  }
  if (trial.status?.[ctx.path]) { ctx.status = trial.status[ctx.path]; ctx.set('location', `${atlas[0]}/`); ctx.body = ''; return; }
  if (trial.hangs === ctx.path) { ctx.respond = false; ctx.res.write(' '); return; }
  if (ctx.path === '/auth') {
    const { state = '', nonce = '' } = ctx.query;
    if (state.length < 32 || nonce.length < 32 || Object.keys(ctx.query).some((name) => !KNOWN.includes(name))) {
      ctx.status = 400; ctx.body = 'Y000400'; return;
    }
  }
  if (ctx.path.startsWith('/entrer/')) {
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: trial.who ?? 'marianne' } });
    ctx.respond = false;
    return;
  }
  await next();
  if (ctx.path === '/.well-known/openid-configuration') ctx.body = { ...ctx.body, ...trial.described };
  if (ctx.path === '/jwks' && trial.keys) ctx.body = { keys: await Promise.all(trial.keys.map(publicJwk)) };
  if (ctx.path === '/token' && ctx.body?.id_token) {
    if ('id_token' in trial || trial.signing) ctx.body.id_token = await forged(ctx.body.id_token, trial.id_token ?? {}, trial.signing);
    if (trial.without) delete ctx.body[trial.without];
  }
  if (ctx.path === '/me' && ctx.status === 200 && ('userinfo' in trial || trial.signing_userinfo)) {
    ctx.body = await forged(ctx.body, trial.userinfo ?? {}, trial.signing_userinfo);
    ctx.type = 'application/jwt';
  }
  if (ctx.path === '/me' && trial.plain) { ctx.body = jose.decodeJwt(ctx.body); ctx.type = 'application/json'; }
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
