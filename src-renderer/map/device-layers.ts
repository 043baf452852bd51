import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { DEVICE_STATES, rankOf } from './device-state.ts'
import type { MapPalette } from './palette.ts'
import { PADLOCK, symbolName } from './symbols.ts'

const DEVICES = 'devices'
const TEXT_FONT = ['Inter Variable', 'system-ui', 'sans-serif']
const FIRST_ALARM = rankOf('info')

/** Rank (0 normal … 7 critical) → its symbol. */
function symbolOfRank(rank: ExpressionSpecification): ExpressionSpecification {
  return [
    'step',
    rank,
    symbolName('normal'),
    ...DEVICE_STATES.slice(1).flatMap((state) => [rankOf(state), symbolName(state)]),
  ] as ExpressionSpecification
}

const worst: ExpressionSpecification = ['get', 'worst']
const isCluster: ExpressionSpecification = ['has', 'point_count']
const isLocked: ExpressionSpecification = ['==', ['get', 'locked'], 1]

/**
 * @param isDense with thousands of devices the normal ones are circles, which cost a fraction of symbols;
 * with few they are symbols too, so that names keep clear of them.
 */
export function deviceLayers(palette: MapPalette, isDense: boolean): LayerSpecification[] {
  const minRank = isDense ? 1 : 0
  return [
    {
      id: 'device-selected',
      type: 'circle',
      source: DEVICES,
      filter: ['==', ['get', 'id'], ''],
      paint: {
        'circle-radius': 17,
        'circle-color': palette.accent,
        'circle-opacity': 0.22,
        'circle-stroke-color': palette.accent,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'cluster',
      type: 'circle',
      source: DEVICES,
      filter: isCluster,
      layout: { 'circle-sort-key': worst },
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'point_count']], 0.3, 11, 4, 24],
        'circle-color': palette.surface,
        'circle-stroke-color': palette.normal,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'cluster-count',
      type: 'symbol',
      source: DEVICES,
      filter: isCluster,
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': TEXT_FONT,
        'text-size': 12,
        'text-allow-overlap': true,
        'symbol-sort-key': worst,
      },
      paint: { 'text-color': palette.text },
    },
    {
      id: 'cluster-worst',
      type: 'symbol',
      source: DEVICES,
      filter: ['all', isCluster, ['>', worst, 0]],
      layout: {
        'icon-image': symbolOfRank(worst),
        'icon-size': ['case', ['>=', worst, FIRST_ALARM], 0.9, 0.8],
        'icon-offset': [13, -13],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': worst,
      },
    },
    {
      id: 'device-normal',
      type: 'circle',
      source: DEVICES,
      filter: ['all', ['!', isCluster], ['<', ['get', 'rank'], minRank]],
      paint: {
        'circle-radius': 4.5,
        'circle-color': palette.normal,
        'circle-stroke-color': palette.surface,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'device',
      type: 'symbol',
      source: DEVICES,
      filter: ['all', ['!', isCluster], ['>=', ['get', 'rank'], minRank]],
      layout: {
        'icon-image': symbolOfRank(['get', 'rank']),
        'icon-allow-overlap': true,
        // Names keep clear of what they would hide.
        'icon-padding': -6,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'icon-opacity': ['get', 'fade'] },
    },
    {
      id: 'device-names',
      type: 'symbol',
      source: DEVICES,
      filter: ['!', isCluster],
      minzoom: 17.2,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': TEXT_FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-optional': true,
        'symbol-sort-key': ['-', 0, ['get', 'rank']],
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
    },
    {
      id: 'device-lock',
      type: 'symbol',
      source: DEVICES,
      filter: isLocked,
      layout: {
        'icon-image': PADLOCK,
        'icon-offset': [-11, -11],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['get', 'lockNote'],
        'text-font': TEXT_FONT,
        'text-size': 12,
        'text-anchor': 'bottom-left',
        'text-offset': [0.3, -0.7],
        'text-justify': 'left',
        'text-optional': true,
      },
      paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
  ]
}
