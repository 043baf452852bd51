import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import { AppError, invalid, ruleViolation } from '../core/errors.ts'
import type { ReceivedFile } from '../core/files.ts'

/** Where files of forms wait until a route takes them over. */
export interface Uploads {
  /** Streams to disk while hashing; leaves nothing behind when the stream breaks. */
  receive(bytes: AsyncIterable<Uint8Array>, name: string | null): Promise<ReceivedFile>
  /** Deletes it unless it was taken over. */
  discard(file: ReceivedFile): Promise<void>
}

export interface Form<File> {
  readonly fields: Readonly<Record<string, string>>
  readonly file: File | null
}

const MAX_FIELDS = 50
const MAX_FIELD_BYTES = 64 * 1024

const UNREADABLE = invalid({
  tr: 'İstek gövdesi okunamadı: geçerli bir form (multipart/form-data) değil',
  en: 'The request body could not be read: it is not a valid form (multipart/form-data)',
})

const tooLarge = (maxBytes: number) => {
  const megabytes = Math.floor(maxBytes / 1_000_000)
  return ruleViolation({
    tr: `Dosya çok büyük: en fazla ${megabytes} MB`,
    en: `The file is too large: at most ${megabytes} MB`,
  })
}

/**
 * Reads a form with one file, in whatever order its parts come. The file never is in memory as a whole.
 * @throws AppError VALIDATION_ERROR when it is no form, BUSINESS_RULE_VIOLATION when the file is larger than `maxBytes`
 */
export async function readForm(
  request: IncomingMessage,
  { field, maxBytes }: { readonly field: string; readonly maxBytes: number },
  uploads: Uploads,
): Promise<Form<ReceivedFile>> {
  const parser = parserOf(request, maxBytes)
  const fields: Record<string, string> = {}
  let receiving: Promise<ReceivedFile> | null = null
  let refused: AppError | null = null
  const parsed = new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated || name in fields) refused ??= UNREADABLE
      else fields[name] = value
    })
    parser.on('file', (name, bytes, { filename }) => {
      if (name !== field || receiving !== null) {
        refused ??= UNREADABLE
        return void bytes.resume()
      }
      // It may break before anybody reads it; who reads it then is told.
      bytes.on('error', () => undefined)
      bytes.on('limit', () => {
        refused ??= tooLarge(maxBytes)
      })
      receiving = uploads.receive(bytes, filename || null)
      // A stream that breaks breaks the parser too, whose error is the one to tell.
      receiving.catch(reject)
    })
    parser.on('close', resolve)
    parser.on('error', () => reject(UNREADABLE))
    request.on('aborted', () => parser.destroy(UNREADABLE))
  })
  request.pipe(parser)
  try {
    await parsed
  } catch (error) {
    request.unpipe(parser)
    // What is still under way is read to its end, so that the sender gets to read the answer.
    request.resume()
    await discardLate(receiving, uploads)
    throw error instanceof AppError ? error : UNREADABLE
  }
  if (refused !== null) {
    await discardLate(receiving, uploads)
    throw refused
  }
  return { fields, file: receiving === null ? null : await receiving }
}

function parserOf(request: IncomingMessage, maxBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 2, fileSize: maxBytes, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
    })
  } catch {
    request.resume()
    throw UNREADABLE
  }
}

async function discardLate(receiving: Promise<ReceivedFile> | null, uploads: Uploads): Promise<void> {
  const file = await receiving?.catch(() => null)
  if (file) await uploads.discard(file)
}
