"""Pictures, sounds and a document for the samples, made here so that nothing has to be fetched or kept."""

import io
import math
import struct
import wave
import zlib

WIDTH, HEIGHT = 1280, 960


def picture(tint=0):
    """A PNG of 1280 x 960: sky, ground, a few things that stand on it. `tint` makes another one of the same kind."""
    things = [(160 + 60 * tint, 460, 220, 280), (540, 360 + 40 * tint, 180, 380), (860, 520, 260 - 20 * tint, 220)]
    colours = [(196, 84, 60), (70, 110, 180), (90, 150 - 30 * tint, 70)]
    rows = bytearray()
    for y in range(HEIGHT):
        rows += b"\0" + _row(y, things, colours)
    return _png(WIDTH, HEIGHT, bytes(rows))


def _row(y, things, colours):
    ground = (150, 130, 95) if y > HEIGHT * 0.7 else (150 + y // 16, 190 + y // 24, 235)
    row = bytearray(bytes(ground) * WIDTH)
    for (left, top, width, height), colour in zip(things, colours, strict=True):
        if top <= y < top + height:
            row[left * 3 : (left + width) * 3] = bytes(colour) * width
    return row


def _png(width, height, rows):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def sound(pitch=440):
    """One second of a tone as WAV."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        tone = (int(8000 * math.sin(2 * math.pi * pitch * n / 8000)) for n in range(8000))
        out.writeframes(b"".join(struct.pack("<h", value) for value in tone))
    return file.getvalue()


def document():
    """A PDF of one page with a line of text."""
    text = b"BT /F1 24 Tf 72 720 Td (Employment application) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + trailer % (table, len(body))


RECORD_VIDEO = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let frame = 0; frame < 12; frame += 1) {
    context.fillStyle = `hsl(${frame * 30} 60% 50%)`;
    context.fillRect(0, 0, 160, 120);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}"""
"""Run in a page: a short WebM video as a list of bytes."""
