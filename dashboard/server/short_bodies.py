"""What a page of the Atlas itself sends in a few words: a step of an import, the fields of a form."""

from starlette.requests import Request

LONGEST = 4_000  # bytes


async def short_body(request: Request, kind: str) -> bytes | None:
    """What is sent as this type of content; nothing for another type, or for more than a page sends."""
    if request.headers.get("content-type", "").partition(";")[0] != kind:
        return None
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LONGEST:
            return None
    return content
