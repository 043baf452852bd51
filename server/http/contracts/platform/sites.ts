import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { Region, Subregion } from '../../../core/sites/sites.types.ts'
import { id, idPath, instant, iso, latitude, listQuery, longitude, queryNumber, text, timeZone } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { given, type Loose, listOf, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const place = {
  name: text(),
  description: text(2000).nullish(),
  latitude: latitude.nullish(),
  longitude: longitude.nullish(),
}
const regionBody = z.strictObject({ ...place, time_zone: timeZone.nullish() })
const geoJson = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.looseObject({ type: z.literal('Feature') })).max(20_000),
  })
  .loose()
const subregionBody = z.strictObject({ region_id: id, ...place, site_plan: geoJson.nullish() })

const placeWire = {
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  created_at: z.string(),
}
const regionWire = z.object({ ...placeWire, time_zone: z.string().nullable() })
const subregionWire = z.object({ ...placeWire, region_id: z.string(), site_plan: z.looseObject({}).nullable() })
const placeFilters = {
  id: id.optional(),
  name: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  latitude: queryNumber.optional(),
  longitude: queryNumber.optional(),
  created_at: instant.optional(),
}

const regionToWire = (region: Region) => ({
  id: region.id,
  name: region.name,
  description: region.description,
  latitude: region.latitude,
  longitude: region.longitude,
  time_zone: region.timeZone,
  created_at: iso(region.createdAt),
})
const subregionToWire = (subregion: Subregion) => ({
  id: subregion.id,
  region_id: subregion.regionId,
  name: subregion.name,
  description: subregion.description,
  latitude: subregion.latitude,
  longitude: subregion.longitude,
  site_plan: subregion.sitePlan,
  created_at: iso(subregion.createdAt),
})

const regionFields = ({ time_zone: zone, ...rest }: Loose<z.output<typeof regionBody>>) =>
  given({ ...rest, timeZone: zone })
const subregionFields = ({
  region_id: regionId,
  site_plan: sitePlan,
  ...rest
}: Loose<z.output<typeof subregionBody>>) => given({ ...rest, regionId, sitePlan })
const NOWHERE = { description: null, latitude: null, longitude: null }

export const regionRoutes = [
  route({
    at: 'GET /regions',
    needs: 'sites:read',
    summary: 'Bölgeleri listele',
    status: 200,
    query: listQuery(['created_at', 'id', 'name', 'description', 'latitude', 'longitude', 'time_zone'], {
      ...placeFilters,
      time_zone: z.string().max(64).optional(),
    }),
    returns: listOf(regionWire),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, ...filters } = query
      return listToWire(await core.sites.regions(actor, filters, pageOf(query)), query, regionToWire)
    },
  }),
  route({
    at: 'POST /regions',
    needs: 'sites:write',
    summary: 'Bölge oluştur',
    status: 201,
    body: regionBody,
    returns: regionWire,
    run: async ({ actor, body, core }) =>
      regionToWire(
        await core.sites.addRegion(actor, { ...NOWHERE, timeZone: null, ...regionFields(body), name: body.name }),
      ),
  }),
  route({
    at: 'GET /regions/{id}',
    needs: 'sites:read',
    summary: 'Bölge detay',
    status: 200,
    params: idPath,
    returns: regionWire,
    run: async ({ actor, params, core }) => regionToWire(await core.sites.region(actor, params.id)),
  }),
  route({
    at: 'PUT /regions/{id}',
    needs: 'sites:write',
    summary: 'Bölge güncelle',
    status: 200,
    params: idPath,
    body: regionBody.partial(),
    returns: regionWire,
    run: async ({ actor, params, body, core }) =>
      regionToWire(await core.sites.changeRegion(actor, params.id, regionFields(body))),
  }),
  route({
    at: 'DELETE /regions/{id}',
    needs: 'sites:write',
    summary: 'Bölge sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.sites.removeRegion(actor, params.id),
  }),
]

export const subregionRoutes = [
  route({
    at: 'GET /subregions',
    needs: 'sites:read',
    summary: 'Alt bölgeleri listele',
    status: 200,
    query: listQuery(['created_at', 'id', 'name', 'description', 'latitude', 'longitude', 'region_id'], {
      ...placeFilters,
      region_id: id.optional(),
    }),
    returns: listOf(subregionWire),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, ...filters } = query
      return listToWire(await core.sites.subregions(actor, filters, pageOf(query)), query, subregionToWire)
    },
  }),
  route({
    at: 'POST /subregions',
    needs: 'sites:write',
    summary: 'Alt bölge oluştur',
    status: 201,
    body: subregionBody,
    returns: subregionWire,
    run: async ({ actor, body, core }) =>
      subregionToWire(
        await core.sites.addSubregion(actor, {
          ...NOWHERE,
          sitePlan: null,
          ...subregionFields(body),
          regionId: body.region_id,
          name: body.name,
        }),
      ),
  }),
  route({
    at: 'GET /subregions/{id}',
    needs: 'sites:read',
    summary: 'Alt bölge detay',
    status: 200,
    params: idPath,
    returns: subregionWire,
    run: async ({ actor, params, core }) => subregionToWire(await core.sites.subregion(actor, params.id)),
  }),
  route({
    at: 'PUT /subregions/{id}',
    needs: 'sites:write',
    summary: 'Alt bölge güncelle',
    status: 200,
    params: idPath,
    body: subregionBody.partial(),
    returns: subregionWire,
    run: async ({ actor, params, body, core }) =>
      subregionToWire(await core.sites.changeSubregion(actor, params.id, subregionFields(body))),
  }),
  route({
    at: 'DELETE /subregions/{id}',
    needs: 'sites:write',
    summary: 'Alt bölge sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.sites.removeSubregion(actor, params.id),
  }),
]
