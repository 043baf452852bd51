import type { FeatureCollection } from 'geojson'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hubAddress } from '../../api/hub.ts'
import { usePublicConfig } from '../../api/queries/session.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useUrlState } from '../../components/use-url-state.ts'
import { boundsOf, positionsOf } from '../../map/bounds.ts'
import type { PlacedDevice } from '../../map/device-features.ts'
import { MarinaMap, type MarinaMapHandle } from '../../map/marina-map.tsx'
import type { Toggle } from '../../map/plan-layers.ts'
import { MapControls } from './map-controls.tsx'
import classes from './map-page.module.css'
import { useCamera } from './use-camera.ts'

interface MapStageProps {
  plan: FeatureCollection
  placed: readonly PlacedDevice[]
  selectedId: string | null
  onSelect: (deviceId: string | null) => void
}

export function MapStage({ plan, placed, selectedId, onSelect }: MapStageProps) {
  const { t } = useTranslation()
  const map = useRef<MarinaMapHandle>(null)
  const { camera, setCamera } = useCamera()
  const { hidden, setHidden } = useHiddenLayers()
  const { tiles, names, setTiles } = useUserTiles()
  const [hasFailed, setFailed] = useState(false)
  const home = useMemo(
    () => boundsOf(positionsOf(plan)) ?? boundsOf(placed.map((device) => [device.longitude, device.latitude])),
    [plan, placed],
  )
  useEffect(() => {
    if (selectedId) map.current?.reveal(selectedId)
  }, [selectedId])
  return (
    <div className={classes.stage}>
      <MarinaMap
        handle={map}
        plan={plan}
        devices={placed}
        selectedId={selectedId}
        hidden={hidden}
        tiles={tiles}
        camera={camera}
        home={home}
        label={t('map.label')}
        onSelect={onSelect}
        onCamera={setCamera}
        onProblem={() => setFailed(true)}
      />
      {hasFailed ? (
        <p className={classes.problem} role="status">
          {t('map.problem')}
        </p>
      ) : null}
      {!home ? (
        <div className={classes.empty}>
          <EmptyState title={t('map.none')} hint={t('map.noneHint')} isCompact />
        </div>
      ) : null}
      <MapControls
        map={map}
        home={home}
        hidden={hidden}
        onHidden={setHidden}
        tileNames={names}
        tileName={tiles?.name ?? ''}
        onTiles={setTiles}
      />
    </div>
  )
}

function useHiddenLayers() {
  const [text, setText] = useUrlState('hide')
  const hidden = useMemo(() => {
    const words = new Set(text.split(','))
    return new Set<Toggle>((['plan', 'names', 'world'] as const).filter((toggle) => words.has(toggle)))
  }, [text])
  const setHidden = (next: ReadonlySet<Toggle>): void => setText([...next].join(',') || null)
  return { hidden, setHidden }
}

/** The user's tile files; the first one is shown until another, or none, is chosen. */
function useUserTiles() {
  const [chosen, setTiles] = useUrlState('tiles')
  const known = usePublicConfig().data?.map.pmtiles
  const names = useMemo(() => known ?? [], [known])
  const tiles = useMemo(() => {
    const name = chosen === '' ? names[0] : names.find((one) => one === chosen)
    return name ? { name, url: hubAddress(`/map/${encodeURIComponent(name)}.pmtiles`) } : null
  }, [chosen, names])
  return { tiles, names, setTiles }
}
