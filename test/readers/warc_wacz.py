#!/usr/bin/env python3
"""A strict WACZ 1.1.1 / WARC 1.1 reader in Python's standard library, written from the specifications alone
(ISO 28500:2017 as published by the IIPC; WACZ 1.1.1; RFC 1952). It shares no code with the writer.

Usage: warc_wacz.py FILE.wacz [...]; prints one JSON object per file; exit code 1 where anything is wrong.
With --list every response is named with status, truncation and payload digest.
"""
import base64, hashlib, json, re, sys, zipfile, zlib

NEEDED = {"warcinfo": [], "response": ["WARC-Target-URI"], "request": ["WARC-Target-URI"], "resource": ["WARC-Target-URI"], "metadata": []}


class Bad(Exception):
    pass


def digest_matches(field, data):
    """A labelled digest, hex or base32."""
    algorithm, _, value = field.partition(":")
    if algorithm not in ("sha256", "sha1", "md5", "sha512"):
        raise Bad("unknown digest algorithm " + algorithm)
    raw = hashlib.new(algorithm, data).digest()
    return value.lower() == raw.hex() or value.upper() == base64.b32encode(raw).decode()


def members(data):
    """(offset, length, content) of every gzip member."""
    offset = 0
    while offset < len(data):
        engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        content = engine.decompress(data[offset:]) + engine.flush()
        if not engine.eof:
            raise Bad("gzip member at %d is cut" % offset)
        length = len(data) - offset - len(engine.unused_data)
        yield offset, length, content
        offset += length


def fields_of(text):
    out = []
    for line in text.split("\r\n"):
        if line == "":
            continue
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name):
            raise Bad("bad field line %r" % line[:80])
        out.append((name.lower(), value.strip()))
    return out


def read_record(content):
    """Header fields, block; one record exactly, ended by two CRLF."""
    head, gap, rest = content.partition(b"\r\n\r\n")
    if not gap:
        raise Bad("record without an end of its header")
    version, _, lines = head.decode("utf-8").partition("\r\n")
    if version != "WARC/1.1":
        raise Bad("version %r" % version)
    fields = fields_of(lines)
    named = dict(fields)
    for once in ("warc-type", "warc-record-id", "warc-date", "content-length"):
        if sum(1 for name, _ in fields if name == once) != 1:
            raise Bad("%s must stand once" % once)
    length = int(named["content-length"])
    if len(rest) != length + 4 or rest[length:] != b"\r\n\r\n":
        raise Bad("Content-Length %d, but %d bytes follow" % (length, len(rest)))
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", named["warc-date"]):
        raise Bad("WARC-Date " + named["warc-date"])
    if not re.fullmatch(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>", named["warc-record-id"]):
        raise Bad("WARC-Record-ID " + named["warc-record-id"])
    return named, rest[:length]


def check_http(named, block):
    """HTTP head and payload of a request or response block; the payload must agree with the head."""
    head, gap, payload = block.partition(b"\r\n\r\n")
    if not gap:
        raise Bad("HTTP head without an end")
    first, _, lines = head.decode("latin1").partition("\r\n")
    fields = fields_of(lines)
    names = [name for name, _ in fields]
    if named["warc-type"] == "response":
        if not re.match(r"HTTP/1\.[01] \d{3}( |$)", first):
            raise Bad("status line %r" % first)
        status = int(first.split(" ")[1])
        if "transfer-encoding" in names or "content-encoding" in names:
            raise Bad("a coding is declared that the body has not")
        declared = [int(value) for name, value in fields if name == "content-length" and value.isdigit()]
        bodyless = status < 200 or status in (204, 304) or 300 <= status < 400
        if declared and declared[0] != len(payload) and not bodyless and "warc-truncated" not in named:
            raise Bad("Content-Length %d, body %d, and not marked as truncated" % (declared[0], len(payload)))
    else:
        if not re.fullmatch(r"[A-Z]+ \S+ HTTP/1\.[01]", first):
            raise Bad("request line %r" % first)
        status = None
    return status, fields, payload


def read_warc(data):
    records = {}
    ids = set()
    for offset, length, content in members(data):
        named, block = read_record(content)
        kind = named["warc-type"]
        if kind not in NEEDED:
            raise Bad("WARC-Type " + kind)
        for name in NEEDED[kind]:
            if name.lower() not in named:
                raise Bad("%s record without %s" % (kind, name))
        if named["warc-record-id"] in ids:
            raise Bad("record id used twice")
        ids.add(named["warc-record-id"])
        if not digest_matches(named["warc-block-digest"], block):
            raise Bad("block digest at %d" % offset)
        status, fields, payload = (None, [], block)
        if kind in ("request", "response"):
            status, fields, payload = check_http(named, block)
            if not digest_matches(named["warc-payload-digest"], payload):
                raise Bad("payload digest at %d" % offset)
        protocols = [line.split(b":", 1)[1].strip().decode() for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n") if line.lower().startswith(b"warc-protocol:")]
        records[offset] = {"length": length, "named": named, "status": status, "fields": fields, "payload": payload, "protocols": protocols}
    kinds = [record["named"]["warc-type"] for record in records.values()]
    if not kinds or kinds[0] != "warcinfo":
        raise Bad("the file does not begin with warcinfo")
    for record in records.values():
        other = record["named"].get("warc-concurrent-to")
        if other is not None and other not in ids:
            raise Bad("WARC-Concurrent-To names no record")
    return records


def check_index(text, records):
    lines = text.decode("utf-8").splitlines(keepends=True)
    if [line.encode() for line in lines] != sorted(line.encode() for line in lines):
        raise Bad("index is not sorted by bytes")
    seen = set()
    for line in lines:
        match = re.fullmatch(r"(\S+) (\d{14}(?:\d{3})?) (\{.*\})\n", line)
        if not match:
            raise Bad("index line %r" % line[:80])
        entry = json.loads(match[3])
        record = records.get(int(entry["offset"]))
        if record is None or record["length"] != int(entry["length"]):
            raise Bad("index points to no record: %s" % entry["url"])
        if record["named"]["warc-target-uri"] != entry["url"] or record["named"]["warc-type"] not in ("response", "resource"):
            raise Bad("index points to another record: %s" % entry["url"])
        if (record["status"] is not None and int(entry["status"]) != record["status"]) or not digest_matches(entry["digest"], record["payload"]):
            raise Bad("index and record differ: %s" % entry["url"])
        if re.sub(r"\D", "", record["named"]["warc-date"])[:17] != match[2]:
            raise Bad("index and record differ in time: %s" % entry["url"])
        seen.add(int(entry["offset"]))
    responses = {offset for offset, record in records.items() if record["named"]["warc-type"] in ("response", "resource")}
    if seen != responses:
        raise Bad("%d responses, %d indexed" % (len(responses), len(seen)))


def read_wacz(path):
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        names = [info.filename for info in infos]
        if len(set(names)) != len(names):
            raise Bad("an entry stands twice")
        for name in names:
            if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise Bad("unsafe entry name %r" % name)
        if archive.testzip() is not None:
            raise Bad("CRC of " + str(archive.testzip()))
        for info in infos:
            if (info.filename.startswith("archive/") or info.filename.endswith(".gz")) and info.compress_type != zipfile.ZIP_STORED:
                raise Bad("%s must be stored" % info.filename)
        package_bytes = archive.read("datapackage.json")
        package = json.loads(package_bytes)
        if package["profile"] != "data-package" or package["wacz_version"] != "1.1.1":
            raise Bad("profile or version")
        digest = json.loads(archive.read("datapackage-digest.json"))
        if digest["path"] != "datapackage.json" or digest["hash"] != "sha256:" + hashlib.sha256(package_bytes).hexdigest():
            raise Bad("datapackage-digest.json")
        listed = {resource["path"]: resource for resource in package["resources"]}
        if set(names) != set(listed) | {"datapackage.json", "datapackage-digest.json"}:
            raise Bad("entries and resources differ")
        for name, resource in listed.items():
            data = archive.read(name)
            if resource["bytes"] != len(data) or resource["hash"] != "sha256:" + hashlib.sha256(data).hexdigest():
                raise Bad("resource %s differs" % name)
            if resource["name"] != resource["name"].lower():
                raise Bad("resource name in upper case")
        warcs = [name for name in names if name.startswith("archive/")]
        if len(warcs) != 1 or not warcs[0].endswith(".warc.gz"):
            raise Bad("one archive/*.warc.gz is expected")
        records = read_warc(archive.read(warcs[0]))
        check_index(archive.read("indexes/index.cdx"), records)
        pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").decode("utf-8").splitlines()]
        if pages[0].get("format") != "json-pages-1.0" or not all("url" in page and "ts" in page for page in pages[1:]):
            raise Bad("pages.jsonl")
    urls = {record["named"]["warc-target-uri"] for record in records.values() if "warc-target-uri" in record["named"]}
    for page in pages[1:]:
        if page["url"].split("#")[0] not in urls:
            raise Bad("page %s is not in the archive" % page["url"])
    return records, pages[1:]


def main(arguments):
    bad = False
    for path in [each for each in arguments if each != "--list"]:
        try:
            records, pages = read_wacz(path)
            answer = {"file": path, "ok": True, "records": len(records), "page": pages[0]["url"]}
            if "--list" in arguments:
                answer["responses"] = [
                    {
                        "url": record["named"]["warc-target-uri"],
                        "status": record["status"],
                        "ip": record["named"].get("warc-ip-address"),
                        "truncated": record["named"].get("warc-truncated"),
                        "bytes": len(record["payload"]),
                        "sha256": hashlib.sha256(record["payload"]).hexdigest(),
                        "fields": record["fields"],
                        "protocol": record["protocols"],
                    }
                    for record in records.values()
                    if record["named"]["warc-type"] == "response"
                ]
                answer["resources"] = [
                    {"url": record["named"]["warc-target-uri"], "type": record["named"].get("content-type"), "bytes": len(record["payload"]), "sha256": hashlib.sha256(record["payload"]).hexdigest()}
                    for record in records.values()
                    if record["named"]["warc-type"] == "resource"
                ]
                answer["requests"] = [
                    {"url": record["named"]["warc-target-uri"], "fields": record["fields"], "body": record["payload"].decode("latin1")}
                    for record in records.values()
                    if record["named"]["warc-type"] == "request"
                ]
        except (Bad, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            bad = True
            answer = {"file": path, "ok": False, "error": "%s: %s" % (type(error).__name__, error)}
        print(json.dumps(answer))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
