"""What a finger is to hit on a page: 24 pixels each way, but for a link within a sentence (WCAG 2.2, 2.5.8)."""

from playwright.sync_api import Page

TOO_SMALL = """() => {
    const TARGETS = 'a[href], button, input, select, textarea, summary, label:has(input), [role=button], [role=option],'
        + '[role=radio], [role=switch], [role=tab]'
    const isSeen = one => {
        const box = one.getBoundingClientRect(), style = getComputedStyle(one)
        return box.width > 1 && box.height > 1 && style.clipPath === 'none' && style.pointerEvents !== 'none'
            && one.checkVisibility({ visibilityProperty: true })
    }
    const isWithinWords = link => {
        const around = link.closest('p, li, td, dd, blockquote, span, footer, h1, h2, h3, h4') ?? link.parentElement
        return link.matches('a') && getComputedStyle(link).display === 'inline'
            && around.textContent.trim().length > link.textContent.trim().length + 2
    }
    const isPartOfLabel = one => one.matches('label :is([type=checkbox], [type=radio])')
    const small = [...document.querySelectorAll(TARGETS)].filter(one => {
        const { width, height } = one.getBoundingClientRect()
        return (width < 23.5 || height < 23.5) && isSeen(one) && !isWithinWords(one) && !isPartOfLabel(one)
    })
    return small.map(one => `${one.tagName} « ${(one.ariaLabel || one.textContent).trim().slice(0, 40)} »`)
}"""


def too_small(page: Page) -> list[str]:
    """The targets of a page that a finger misses."""
    return page.evaluate(TOO_SMALL)
