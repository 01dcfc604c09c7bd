/** Text as the content or an attribute of XML; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  return withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Text without control characters and halves of characters, which neither XML nor calendars may hold. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, '');
}

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
