// A path as people write it → as it stands in the repository.

/** The path in the repository, without `.`, `..` and outer slashes; null when it leads out of it, empty for its root. */
export function repositoryPath(text: string): string | null {
  if (/^[A-Za-z]:[\\/]|^~[\\/]/.test(text)) return null;
  const parts: string[] = [];
  for (const part of text.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
