/**
 * Says what a file is that looks like an answer and is none, so that it is not judged as a broken
 * one; `null` where it is nothing of the kind.
 */
export function foreignOutput(start: string): string | null {
  if (/^\s*% Total\s+% Received/.test(start)) {
    return "holds curl's progress meter; save standard output only: curl -sS -i ... > FILE";
  }
  if (/^[*<>] /.test(start) && /^[<>] .*HTTP\/\d/m.test(start)) {
    return 'is the output of curl -v; save the answer again with curl -sS -i';
  }
  if (/^curl: \(\d+\) /.test(start)) {
    return "holds curl's error message and no answer";
  }
  if (/^\s*StatusCode\s+: \d+/.test(start)) {
    return 'is what PowerShell prints of an answer; save it with curl.exe -sS -i -o FILE';
  }
  return null;
}
