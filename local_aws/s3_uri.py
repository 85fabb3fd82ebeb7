"""S3 locations as Braket takes them: `s3://bucket/key` or the bucket's https address."""

from urllib.parse import unquote, urlsplit


def parse_uri(uri: str) -> tuple[str, str]:
    """Bucket and key (or prefix, without a trailing slash) of an s3:// URI or an https:// address of S3.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html

    Raises:
        ValueError: when its first part cannot be a host or bucket.
    """
    parts = urlsplit(uri, allow_fragments=False)
    if parts.scheme == "s3":
        return parts.netloc, uri.removeprefix(f"s3://{parts.netloc}").strip("/")
    path = unquote(parts.path).strip("/")
    bucket, found, _ = parts.netloc.partition(".s3.")
    if found:
        return bucket, path
    bucket, _, key = path.partition("/")
    return bucket, key
