/**
 * Functions over places. A point is `latitude longitude altitude accuracy`, the last two
 * optional; a line or shape is points separated by `;`, or several nodes or values.
 */
import { isNodes, toText, type Value } from './values.ts';

/** Metres at the equator, as ODK counts. */
const RADIUS = 6_378_100;

type Point = readonly [latitude: number, longitude: number];

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const rounded = (value: number) => Math.abs(Math.round(value * 100) / 100);

/** The points of the values; null when one of them is no place on Earth. */
function pointsOf(values: readonly Value[]): Point[] | null {
	const points: Point[] = [];
	const texts = values.flatMap((value) =>
		isNodes(value) ? value.map((node) => node.value) : [toText(value)]
	);
	for (const text of texts.flatMap((each) =>
		each
			.trim()
			.replace(/[;\s]+$/, '')
			.split(';')
	)) {
		const [latitude = NaN, longitude = NaN] = text.trim().split(/\s+/).map(Number);
		// Written so that NaN fails, too.
		if (text.trim() === '' || !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
			return null;
		points.push([latitude, longitude]);
	}
	return points;
}

/** Metres along a line. */
export function distance(values: readonly Value[]): number {
	const points = pointsOf(values);
	if (!points) return NaN;
	let sum = 0;
	for (const [at, [latitude, longitude]] of points.entries()) {
		const [before, beforeLongitude] = points[at - 1] ?? [latitude, longitude];
		const cosine =
			Math.sin(radians(before)) * Math.sin(radians(latitude)) +
			Math.cos(radians(before)) *
				Math.cos(radians(latitude)) *
				Math.cos(radians(beforeLongitude - longitude));
		// The cosine of a point with itself may come out a little above 1.
		sum += Math.acos(Math.min(1, cosine)) * RADIUS;
	}
	return rounded(sum);
}

/** Square metres within a shape. */
export function area(values: readonly Value[]): number {
	const points = pointsOf(values);
	if (!points) return NaN;
	if (points.length < 3) return 0;
	let sum = 0;
	for (const [at, [latitude, longitude]] of points.entries()) {
		const [next, nextLongitude] = points[(at + 1) % points.length]!;
		sum +=
			radians(nextLongitude - longitude) *
			(2 + Math.sin(radians(latitude)) + Math.sin(radians(next)));
	}
	return rounded((sum * RADIUS * RADIUS) / 2);
}

/** Whether a point lies within a closed shape, by counting the borders east of it. */
export function geofence(values: readonly Value[]): boolean {
	const [point] = pointsOf(values.slice(0, 1)) ?? [];
	const shape = pointsOf(values.slice(1)) ?? [];
	const [first, last] = [shape[0], shape.at(-1)];
	if (!point || !first || !last || shape.length < 2) return false;
	if (first[0] !== last[0] || first[1] !== last[1]) return false;
	let isInside = false;
	for (const [at, [latitude, longitude]] of shape.entries()) {
		const [before, beforeLongitude] = shape[at - 1] ?? [latitude, longitude];
		if (latitude > point[0] === before > point[0]) continue;
		const border =
			((beforeLongitude - longitude) * (point[0] - latitude)) / (before - latitude) + longitude;
		if (point[1] < border) isInside = !isInside;
	}
	return isInside;
}
