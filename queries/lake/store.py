"""An S3-compatible store in the place of the folder where a lake keeps its rows.

Its key is where AWS's own programs look for it: `~/.aws/credentials`, and `~/.aws/config` for the region and the address
(`endpoint_url`); `AWS_PROFILE` names another profile than `default`. Neither a setting of ours nor an argument holds it.
"""

import os
from collections.abc import Iterator
from configparser import ConfigParser, Error
from pathlib import Path
from urllib.parse import urlsplit

SCHEME = "s3://"
EXTENSION = "httpfs"
CREDENTIALS, CONFIG = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"), ("AWS_CONFIG_FILE", "~/.aws/config")
DEFAULT = "default"


def access() -> str | None:
    """The statement that gives a connection access to the store, or nothing where no key is kept."""
    profile = os.environ.get("AWS_PROFILE", DEFAULT)
    key = _section(*CREDENTIALS, profile)
    if not (key.get("aws_access_key_id") and key.get("aws_secret_access_key")):
        return None
    config = _section(*CONFIG, profile if profile == DEFAULT else f"profile {profile}")
    said = ", ".join(f"{name} '{value.replace(chr(39), chr(39) * 2)}'" for name, value in _options(key, config))
    return f"create secret store (type s3, {said})"


def _options(key: dict[str, str], config: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "key_id", key["aws_access_key_id"]
    yield "secret", key["aws_secret_access_key"]
    if token := key.get("aws_session_token"):
        yield "session_token", token
    yield "region", config.get("region", "us-east-1")
    if address := config.get("endpoint_url"):
        parts = urlsplit(address)
        yield "endpoint", parts.netloc
        yield "use_ssl", str(parts.scheme == "https").lower()
        yield "url_style", "path"  # a store of one's own has one name, whatever its buckets are called


def _section(variable: str, usual: str, name: str) -> dict[str, str]:
    file = Path(os.environ.get(variable) or usual).expanduser()
    read = ConfigParser(interpolation=None)
    try:
        read.read_string(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Error):
        return {}
    return dict(read[name]) if read.has_section(name) else {}
