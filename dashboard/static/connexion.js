// Watches the connection to the server: says in French that it is lost, and loses no choice to it.
//
// Runs before Streamlit's own scripts. What the browser sent and the server has not answered with a page drawn to the
// end is sent again once the connection is back; else the page asks to be drawn again, for the server may have been
// restarted and know nothing of it.
(() => {
  "use strict";
  const STREAM = "/_stcore/stream";
  // Numbers of fields in Streamlit's messages (BackMsg, then ForwardMsg), and of a run given up for another.
  const RERUN = 11, NEW_SESSION = 4, SCRIPT_FINISHED = 6, GIVEN_UP = 2;
  const LOST = "Connexion perdue. Reconnexion en cours…";
  const BACK = "Connexion rétablie.";
  const SLOW = "Le serveur tarde à répondre. Votre choix est gardé.";
  const LATER = "Connexion perdue. Ce que vous avez demandé s’ouvrira dès qu’elle sera rétablie.";
  const PREPARING = "Préparation du fichier…";
  const BUSY = "Votre fichier attend son tour\u00a0: d’autres sont préparés avant lui…";
  const NO_FILE = "Le fichier n’a pas pu être téléchargé\u00a0: le serveur ne répond pas. Recommencez dans un instant.";
  const NO_CONNECTION = "Connexion perdue"; // as Streamlit calls it, in French (`server/english.py`)
  const BROKEN = "Une erreur empêche la page de suivre vos choix. Rechargez-la.";
  const FILES = ["telechargements", "fiches", "bilans/", "donnees/"].map((each) => `${SITE}/${each}`);
  const BLINK = 300, PATIENCE = 5000, LONGEST_ACK = 10000, READING = 4000; // milliseconds
  const TRIES = 6; // of a file that must wait

  const HANDING_OVER = 30, LONGEST_COOKIE = 3000; // seconds, signs

  // Streamlit's dialogs about the connection are in English: it tells us instead, and takes orders from this page alone.
  // Told where its server is and how it lets in, it opens its stream at once: it looked below the page's own address first.
  window.__streamlit = {
    BACKEND_BASE_URL: `${location.origin}${SITE}`,
    HOST_CONFIG: { allowedOrigins: [location.origin], blockErrorDialogs: true, useExternalAuthToken: false },
  };
  const order = (type, more) => window.postMessage({ stCommVersion: 1, type, ...more }, location.origin);

  // ---- What is said, in a region that screen readers follow.
  const notice = document.createElement("p");
  notice.id = "connexion";
  notice.setAttribute("role", "status");
  document.addEventListener("DOMContentLoaded", () => document.body.append(notice));
  let fading;
  const say = (words, duration) => {
    clearTimeout(fading);
    if (notice.textContent !== words) notice.textContent = words;
    if (duration) fading = setTimeout(() => say(isLost ? LOST : ""), duration);
  };

  let isLost = false, isLeaving = false, hasMoved = false, wanted = null, blink;
  const lose = () => {
    isLost = true;
    clearTimeout(blink);
    blink = setTimeout(() => isLost && !isLeaving && say(LOST), BLINK);
  };
  const recover = () => {
    if (!isLost) return;
    isLost = false;
    clearTimeout(blink);
    if (notice.textContent) say(BACK, READING);
    if (wanted) {
      const isGone = !wanted.isConnected; // the page was drawn again meanwhile
      if (isGone) document.body.append(wanted);
      wanted.click();
      if (isGone) wanted.remove();
    }
    wanted = null;
  };
  window.addEventListener("pagehide", () => { isLeaving = true; });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("popstate", () => { hasMoved ||= current?.readyState !== WebSocket.OPEN; });

  // ---- The choices of the other pages follow the reader of this tab: a new session, of the next page or after a restart,
  // takes them from a cookie that lives while the connection opens.
  const KEPT = "atlas-choix", SECURE = location.protocol === "https:" ? "; secure" : "";
  const stored = (chosen) => {
    try {
      if (chosen !== undefined) sessionStorage.setItem(KEPT, chosen);
      return sessionStorage.getItem(KEPT) ?? "";
    } catch { return chosen ?? ""; } // a browser that stores nothing
  };
  const handOver = (seconds) => {
    const chosen = stored(document.querySelector("footer.pied")?.dataset.choices);
    if (chosen.length > LONGEST_COOKIE) return;
    document.cookie = `${KEPT}=${chosen}; path=${SITE}/; max-age=${chosen ? seconds : 0}; samesite=strict${SECURE}`;
  };
  window.addEventListener("pagehide", () => stored(document.querySelector("footer.pied")?.dataset.choices));

  // ---- What was sent and not answered yet.
  const NativeSocket = window.WebSocket;
  let current = null, pending = [];
  window.WebSocket = class extends NativeSocket {
    constructor(address, ...protocols) {
      const isStream = new URL(address, location.href).pathname.endsWith(STREAM);
      if (isStream) handOver(HANDING_OVER);
      super(address, ...protocols);
      if (!isStream) return;
      this.addEventListener("open", () => handOver(0));
      const isFirst = !current;
      current = this;
      this.addEventListener("message", ({ data }) => this === current && hear(data));
      this.addEventListener("close", () => this === current && lose());
      if (!isFirst) this.addEventListener("open", () => setTimeout(() => resume(this))); // after Streamlit's own
    }
    send(data) {
      super.send(data);
      if (this !== current || field(data, 0).number !== RERUN) return;
      const message = { data: data.slice(), socket: this, isStarted: false };
      pending.push(message);
      setTimeout(() => { if (pending.includes(message) && !message.isStarted && !isLost) doubt(); }, PATIENCE);
    }
  };

  // The connection is back: what was not answered is sent again, in its order.
  const resume = (socket) => {
    if (socket !== current) return;
    if (hasMoved) { location.reload(); return; } // Back or Forward, while nobody could answer
    const unanswered = pending.filter((message) => message.socket !== socket);
    pending = pending.filter((message) => message.socket === socket);
    if (unanswered.length) unanswered.forEach(({ data }) => socket.send(data));
    else if (!pending.length) order("RERUN_SCRIPT");
  };

  const hear = (data) => {
    if (notice.textContent === SLOW) say("");
    for (let found = field(new Uint8Array(data), 0); found; found = found.next()) {
      if (found.number === NEW_SESSION) pending.forEach((message) => { message.isStarted = true; });
      if (found.number === SCRIPT_FINISHED && found.value !== GIVEN_UP) {
        pending = pending.filter((message) => !message.isStarted);
        recover();
      }
    }
  };

  // A field of a message in protobuf's encoding; none past its end.
  const field = (bytes, start) => {
    let place = start;
    const varint = () => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[place++];
        value += (byte & 127) * shift;
        if (!(byte & 128)) return value;
      }
    };
    if (place >= bytes.length) return null;
    const tag = varint(), kind = tag & 7;
    let value = null;
    if (kind === 0) value = varint();
    else if (kind === 2) { const length = varint(); place += length; }
    else place += kind === 1 ? 8 : 4;
    return { number: tag >>> 3, value, next: () => field(bytes, place) };
  };

  // ---- A connection that seems open may be dead, after a sleep most of all: an order to Streamlit finds out.
  const check = () => { if (!isLost) order("SEND_APP_HEARTBEAT", { ackTimeoutMilliseconds: LONGEST_ACK }); };
  const doubt = () => { say(SLOW); check(); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  window.addEventListener("online", check);
  window.addEventListener("offline", check);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window) return;
    if (data?.type === "WEBSOCKET_DISCONNECTED") lose();
    if (data?.type === "CLIENT_ERROR_DIALOG" && data.error !== NO_CONNECTION) say(BROKEN);
  });

  // ---- Links and files: what cannot be fetched now waits or says so, and leaves the page where it is.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href, location.href);
    if (address.origin !== location.origin || (address.hash && address.pathname === location.pathname)) return;
    if (isLost) {
      event.preventDefault();
      event.stopPropagation();
      wanted = link;
      say(LATER);
    } else if (FILES.some((each) => address.pathname.startsWith(each)) && event.isTrusted) {
      event.preventDefault();
      take(link);
    }
  }, true);

  // The file is made first, and the page stays where it is: what takes time says so, what must wait waits.
  const take = async (link, tries = TRIES) => {
    const slow = setTimeout(() => say(PREPARING), PATIENCE / 5);
    try {
      const answer = await fetch(link.href, { method: "HEAD", cache: "no-store" });
      clearTimeout(slow);
      if (answer.status === 503 && tries) {
        say(BUSY);
        setTimeout(() => take(link, tries - 1), 1000 * (Number(answer.headers.get("retry-after")) || 1));
        return;
      }
      say("");
      if (link.isConnected) link.click(); // the file, or the page that says why there is none
      else location.assign(link.href);
    } catch {
      clearTimeout(slow);
      say(NO_FILE, READING * 2);
    }
  };
})();
