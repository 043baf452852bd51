import { currentLanguage } from '../i18n/i18n.ts'
import { errorFromBody, UnreachableError } from './errors.ts'
import { api, hubAddress } from './hub.ts'

export interface UploadOptions {
  onProgress: (sentBytes: number, totalBytes: number) => void
  signal: AbortSignal
}

/** Sends a form with a file. fetch cannot tell how much of it has left; this can. @throws ApiError, UnreachableError */
export async function uploadForm<T>(path: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<T> {
  const token = await api.freshAccessToken()
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', hubAddress(path))
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('accept-language', currentLanguage())
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total)
    request.onload = () => {
      const { status, response } = request
      if (status >= 200 && status < 300) resolve(response as T)
      else reject(errorFromBody(status, response))
    }
    request.onerror = () => reject(new UnreachableError(null))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
