import { describe, expect, it } from 'vitest'
import { boundsOf, positionsOf } from '../../map/bounds.ts'
import { parseCamera, writeCamera } from './use-camera.ts'

describe('a camera in the address', () => {
  it('is read as it was written', () => {
    const camera = { longitude: 27.33012, latitude: 36.99115, zoom: 16.4 }
    expect(parseCamera(writeCamera(camera))).toEqual(camera)
  })

  it('is nothing when it makes no sense', () => {
    for (const text of ['', 'x', '1,2', '1,2,3,4', '500,0,3', '0,0,99', '1,,NaN']) expect(parseCamera(text)).toBeNull()
  })
})

describe('the bounds of a plan', () => {
  it('hold every position of every geometry', () => {
    const positions = positionsOf({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [27, 37] } },
        {
          type: 'Feature',
          properties: {},
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [26, 36],
                [28, 36.5],
                [26, 36],
              ],
            ],
          },
        },
      ],
    })
    expect(boundsOf(positions)).toEqual([26, 36, 28, 37])
    expect(boundsOf([])).toBeNull()
  })
})
