import type { Json, Millis } from './columns.ts'

/** What people put together to look at or take away. */
export interface ViewTables {
  widget: {
    id: string
    tenant_id: string
    subregion_id: string
    type: string
    title: string
    config: Json
    x: number
    y: number
    w: number
    h: number
    created_at: Millis
    updated_at: Millis
  }
  export_job: {
    id: string
    tenant_id: string
    user_id: string
    /** Key of core/exports/export.states.ts. */
    status: string
    request: Json
    file_name: string
    rows_done: number
    rows_total: number
    bytes: number
    /** Words: why it failed. */
    fault: Json | null
    created_at: Millis
    started_at: Millis | null
    finished_at: Millis | null
    expires_at: Millis | null
  }
}
