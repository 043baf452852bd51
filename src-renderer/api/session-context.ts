import { createContext } from 'react'
import type { SessionInfo } from './types.ts'

export const SessionContext = createContext<SessionInfo | null>(null)
