"""What a page must be made of, looked for in the page itself: a list of what is wrong, in words."""

# Landmarks once each, the menu named and its page told; headings in order; no two links or buttons of one name that do
# different things. What is folded is looked at too; what is hidden from everybody, or from screen readers, is not.
FAULTS = """() => {
    const faults = [], all = (of) => [...document.querySelectorAll(of)];
    const inPage = (element) => !element.closest('dialog:not([open]), [aria-hidden=true], [hidden]');
    for (const of of ['header', 'main', 'main h1', 'footer', 'nav.st-key-menu[aria-label]', '#annonce[role=status]']) {
        const count = all(of).filter(inPage).length;
        if (count !== 1) faults.push(`${of} : ${count}`);
    }
    if (all('main footer, main header, main nav').length) faults.push('repère dans main');
    const isInMenu = all('nav.st-key-menu a').some((link) => new URL(link.href).pathname === location.pathname);
    const told = all('[aria-current=page]').map((link) => new URL(link.href).pathname);
    if (told.join() !== (isInMenu ? location.pathname : '')) faults.push(`aria-current : ${told}`);

    let level = 0, above = null;
    for (const heading of all('h1, h2, h3, h4, h5, h6').filter(inPage)) {
        const own = Number(heading.tagName[1]), between = new Range();
        if (own > level + 1) faults.push(`titre ${own} après ${level} : ${heading.textContent.trim()}`);
        if (above && own <= level) {
            between.setStartAfter(above);
            between.setEndBefore(heading);
            if (!between.toString().trim()) faults.push(`titre sans contenu : ${above.textContent.trim()}`);
        }
        [level, above] = [own, heading];
    }
    const words = (element) => element ? (element.getAttribute('aria-label') || element.textContent).trim() : '';
    const named = {};
    for (const one of all('a[href], button').filter(inPage)) {
        const about = document.getElementById(one.getAttribute('aria-describedby')), name = words(one) || one.title;
        if (!name) faults.push(`sans nom : ${one.outerHTML.slice(0, 120)}`);
        (named[`${one.tagName} ${name} ${words(about)}`] ??= []).push(one.href ?? one);
    }
    for (const [name, targets] of Object.entries(named)) {
        if (new Set(targets).size > 1) faults.push(`${targets.length} × ${name}`);
    }

    // Drawings that say nothing are not heard; no attribute sets how an element looks; tables have a caption; links in a
    // row are a list.
    const isHtml = (element) => element instanceof HTMLElement && !(element instanceof HTMLImageElement);
    for (const one of all('svg').filter((each) => !each.closest('[aria-hidden=true], [role=img]'))) {
        faults.push(`dessin non masqué : ${one.outerHTML.slice(0, 120)}`);
    }
    for (const one of all('[color], [direction], [height], [kind], [overflow], [visibility], [width]').filter(isHtml)) {
        if (!one.matches('canvas')) faults.push(`attribut de présentation : ${one.outerHTML.slice(0, 120)}`);
    }
    for (const one of all('main table').filter(inPage)) {
        if (!(one.caption?.textContent.trim() || one.getAttribute('aria-label'))) faults.push('tableau sans titre');
    }
    for (const one of all('main thead th:not([scope])').filter(inPage)) faults.push(`en-tête sans portée : ${words(one)}`);
    // No block in what holds words alone, no style sheet among them, no empty attribute.
    for (const one of all('span > div, button div, label div, label button, summary div, body style, [target=""]')) {
        faults.push(`pas à sa place : ${one.outerHTML.slice(0, 120)}`);
    }
    // What takes the focus is seen.
    const isUnseen = (element) => getComputedStyle(element).clipPath === 'inset(50%)';
    for (const one of all('main :is(a, button, :has(a, button))').filter((each) => isUnseen(each) && inPage(each))) {
        faults.push(`focus sans rien voir : ${words(one).slice(0, 120)}`);
    }
    // A column that stays while a table slides leaves it more than half of its room.
    for (const one of all('main .tableau').filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth)) {
        const head = one.querySelector('tbody th:first-child');
        if (!head || getComputedStyle(head).position !== 'sticky') continue;
        if (head.offsetWidth > .45 * one.clientWidth) faults.push(`colonne trop large : ${words(one.querySelector('caption'))}`);
    }
    // What is unfolded is no wider than the window.
    const page = document.querySelector('[data-testid=stMain]');
    for (const one of all('main details:not([open], [name])')) {
        one.open = true;
        if (page.scrollWidth > page.clientWidth + 1) faults.push(`déplié, plus large que la page : ${words(one).slice(0, 60)}`);
        one.open = false;
    }
    if (all('[role=radiogroup][aria-required]').length) faults.push('vue dite à choisir : elle l’est toujours');
    for (const one of new Set(all('a[href] + a[href]').filter(inPage).map((link) => link.parentElement))) {
        const loose = [...one.childNodes].filter(({ nodeName, data }) => nodeName !== 'A' && data?.trim() !== '');
        if (!loose.length) faults.push(`liens sans liste : ${one.outerHTML.slice(0, 120)}`);
    }
    for (const list of all('[data-testid="stSelectbox"]')) {
        const field = list.querySelector('input'), isWhole = list.dataset.entier === field.value;
        if (field.scrollWidth > field.clientWidth && !isWhole) faults.push(`choix coupé : ${field.value}`);
    }
    for (const said of all('main [data-champ]')) {
        if (!all(`[aria-describedby~="${said.id}"]`).length) faults.push(`faute sans champ : ${words(said)}`);
    }
    return faults;
}"""
