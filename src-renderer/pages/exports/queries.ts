import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, hubAddress } from '../../api/hub.ts'
import { KEYS } from '../../api/refresh-on.ts'
import type { Page } from '../../api/types.ts'
import { platform } from '../../platform.ts'
import type { ExportBody, ExportEstimate, ExportJob } from './wire.ts'

const PATH = '/api/console/exports'

export const exportsQuery = queryOptions({
  queryKey: [KEYS.exports, 'list'],
  queryFn: async ({ signal }) => (await api.get<Page<ExportJob>>(PATH, { limit: 20 }, signal)).items,
})

/** Counted anew when anything that decides the rows changes. */
export function estimateQuery(body: ExportBody | null) {
  return queryOptions({
    queryKey: ['export-estimate', body],
    queryFn: ({ signal }) => api.send<ExportEstimate>('POST', `${PATH}/estimate`, { body, signal }),
    enabled: body !== null,
    staleTime: 60_000,
  })
}

/** Always in the background: the window shows progress and can cancel. */
export function useBeginExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ExportBody) => api.post<ExportJob>('/api/measurements/export', { ...body, background: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.exports] }),
  })
}

export function useEndExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ job, act }: { job: ExportJob; act: 'cancel' | 'remove' }): Promise<unknown> =>
      act === 'cancel' ? api.post(`${PATH}/${job.id}/cancel`) : api.delete(`${PATH}/${job.id}`),
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.exports] }),
  })
}

/** What the desktop's save dialog takes through memory; larger files go to disk as any download does. */
const MOST_IN_MEMORY = 64 * 1024 * 1024

/** @returns false when the user changed their mind. */
export async function saveExport({ id, bytes, file_name }: ExportJob): Promise<boolean> {
  if (platform.isDesktop && bytes <= MOST_IN_MEMORY) {
    const file = await api.download(`${PATH}/${id}/file`)
    return platform.saveFile(file_name, file.bytes, 'application/octet-stream')
  }
  const { path } = await api.post<{ path: string }>(`${PATH}/${id}/ticket`)
  const anchor = document.createElement('a')
  anchor.href = hubAddress(path)
  anchor.download = file_name
  anchor.click()
  return true
}
