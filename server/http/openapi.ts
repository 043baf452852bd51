import { z } from 'zod'
import { type Contract, type Route, splitAt } from './kit.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return rest
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return []
  const json = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function contentOf<Core>(route: Route<Core>, body: z.ZodType): Json {
  const schema = schemaOf(body, 'input') as { properties?: Json; required?: string[] }
  if (!route.upload) return { 'application/json': { schema } }
  const { field } = route.upload
  const properties = { [field]: { type: 'string', format: 'binary' }, ...schema.properties }
  return { 'multipart/form-data': { schema: { ...schema, properties, required: [field, ...(schema.required ?? [])] } } }
}

function operationOf<Core>(route: Route<Core>, section: string): Json {
  return {
    tags: [section],
    summary: route.summary,
    ...(route.needs === 'public'
      ? { security: [] }
      : { description: route.needs === 'signed-in' ? 'Any signed-in user.' : `Permission: \`${route.needs}\`` }),
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
    ...(route.body && { requestBody: { required: true, content: contentOf(route, route.body) } }),
    responses: {
      [route.status]: {
        description: route.status === 204 ? 'No content' : 'Success',
        ...(route.returns && { content: { 'application/json': { schema: schemaOf(route.returns, 'output') } } }),
      },
      ...Object.fromEntries(
        Object.entries(route.alsoReturns ?? {}).map(([status, schema]) => [
          status,
          { description: 'Success', content: { 'application/json': { schema: schemaOf(schema, 'output') } } },
        ]),
      ),
      default: { description: 'The error envelope of this contract' },
    },
  }
}

/** OpenAPI 3.1 of a contract, from the very schemas that parse its requests. */
export function openApiOf<Core>(contract: Contract<Core>): Json {
  const paths: Record<string, Json> = {}
  for (const [section, routes] of Object.entries(contract.sections)) {
    for (const route of routes) {
      const { method, path } = splitAt(route.at)
      const full = path.startsWith('!') ? path.slice(1) : contract.base + path
      paths[full] = { ...paths[full], [method.toLowerCase()]: operationOf(route, section) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths,
  }
}
