const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
export const frameMilliseconds = 100;
/** The cursor to the beginning of its line, and the line empty. */
export const clearLine = '\r\u001B[2K';

export function frameAt(count: number): string {
  return frames[count % frames.length] ?? '';
}
