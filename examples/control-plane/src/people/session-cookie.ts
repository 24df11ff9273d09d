const name = 'demonstration-user';

/** The browser's own word for who it is: believed like every other claim here. No page of another site can send it. */
export function sessionCookie(user: string | undefined): string {
  const kept = user === undefined ? 'gone; Max-Age=0' : encodeURIComponent(user);
  return `${name}=${kept}; Path=/; HttpOnly; SameSite=Strict`;
}

export function userInCookie(header: string | undefined): string | undefined {
  const value = new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(header ?? '')?.[1];
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
