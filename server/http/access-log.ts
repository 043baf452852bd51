/** Tokens travel in the query of sockets (platform.md, WebSocket): they never reach a log. */
export const withoutToken = (url: string): string => url.replace(/([?&](?:token|access_token)=)[^&]*/g, '$1…')
