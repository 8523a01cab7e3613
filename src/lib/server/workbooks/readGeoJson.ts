import { numberText } from './cellText.ts';
import type { TakeRow } from './parseTable.ts';

/**
 * Rows of a GeoJSON FeatureCollection as ODK reads them: the properties of a feature, its `id` and
 * its `geometry` as a geopoint, geotrace or geoshape (`latitude longitude 0 0; …`). Throws when it
 * is none.
 */
export function readGeoJson(text: string, take: TakeRow): void {
	const collection = JSON.parse(text) as { type?: unknown; features?: unknown };
	if (collection.type !== 'FeatureCollection' || !Array.isArray(collection.features))
		throw new Error('no collection of features');
	for (const feature of collection.features as unknown[]) {
		if (!isObject(feature) || feature.type !== 'Feature') throw new Error('no feature');
		const row = new Map<string, string>();
		const geometry = geometryText(feature.geometry);
		if (geometry !== '') row.set('geometry', geometry);
		if (feature.id !== undefined && feature.id !== null) row.set('id', cellOf(feature.id));
		for (const [name, value] of Object.entries(
			isObject(feature.properties) ? feature.properties : {}
		))
			row.set(name, cellOf(value));
		take(row);
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return numberText(value);
	if (value === null || value === undefined) return '';
	return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

function geometryText(geometry: unknown): string {
	if (!isObject(geometry)) return '';
	const { type, coordinates } = geometry;
	if (type === 'Point') return pointText(coordinates);
	if (type === 'LineString') return lineText(coordinates);
	// A geoshape has one outline; holes have no place in it.
	if (type === 'Polygon' && Array.isArray(coordinates)) return lineText(coordinates[0]);
	return '';
}

function lineText(points: unknown): string {
	return Array.isArray(points) ? points.map(pointText).join('; ') : '';
}

/** GeoJSON has longitude first, a geopoint latitude first. */
function pointText(point: unknown): string {
	if (!Array.isArray(point)) throw new Error('no point');
	const [longitude, latitude] = point as unknown[];
	if (typeof longitude !== 'number' || typeof latitude !== 'number') throw new Error('no point');
	return `${numberText(latitude)} ${numberText(longitude)} 0 0`;
}
