/** These three are the same on SQLite and PostgreSQL, so that stores need no dialect. */
export type Flag = 0 | 1
/** Text. */
export type Json = string
/** Since the epoch. */
export type Millis = number
