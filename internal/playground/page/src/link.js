// The text of both editors as a part of an address behind #, which a browser sends nowhere. It is compressed. What comes from an
// address is a stranger's: it is put into the editors and nowhere else.

const most = 512 << 10; // characters of both texts; more is no link that somebody would send

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream));

// toLink writes texts.
export async function toLink({ script, config }) {
  const bytes = new Uint8Array(await through(new TextEncoder().encode(JSON.stringify([script, config])), new CompressionStream("deflate-raw")).arrayBuffer());
  let text = "";
  for (const b of bytes) text += String.fromCharCode(b);
  return "#s=" + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// fromLink reads texts. It gives undefined where there are none, and throws an error where they are broken or too long.
export async function fromLink(hash) {
  if (!hash.startsWith("#s=")) return undefined;
  if (hash.length > most) throw new Error("too long");
  const bytes = Uint8Array.from(atob(hash.slice(3).replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  // A short text may become a very long one, so it is read in parts.
  const reader = through(bytes, new DecompressionStream("deflate-raw")).body.pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader();
  let text = "";
  for (let part; !(part = await reader.read()).done;) {
    text += part.value;
    if (text.length > 2 * most) {
      reader.cancel().catch(() => {});
      throw new Error("too long");
    }
  }
  const list = JSON.parse(text);
  if (!Array.isArray(list) || list.length !== 2 || !list.every((t) => typeof t === "string")) throw new Error("not two texts");
  return { script: list[0], config: list[1] };
}
