/** The bytes of an upload: the body itself, or the first file of a multipart form. */

const LINE = Buffer.from("\r\n\r\n");

function partBytes(body: Buffer, boundary: string): Buffer {
  const edge = Buffer.from(`--${boundary}`);
  let at = body.indexOf(edge);
  while (at >= 0) {
    const start = at + edge.length;
    const end = body.indexOf(edge, start);
    if (end < 0) break;
    const part = body.subarray(start, end);
    const cut = part.indexOf(LINE);
    const head = part.subarray(0, Math.max(cut, 0)).toString("latin1");
    // A part ends with the line break before the next edge.
    if (/filename=/i.test(head)) return part.subarray(cut + LINE.length, part.length - 2);
    at = end;
  }
  return Buffer.alloc(0);
}

export function uploadedBytes(body: Buffer, contentType: string): Buffer {
  if (!contentType.toLowerCase().startsWith("multipart/form-data")) return body;
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return partBytes(body, boundary?.[1] ?? boundary?.[2] ?? "");
}
