/** A transcript, a recording and a file on its way in, for the walk through every route. */
import { randomUUID } from 'node:crypto';
import { previewImport } from '#lib/server/focusgroups/importTranscript.ts';
import { addRecording } from '#lib/server/focusgroups/recordings.ts';
import { packCues } from '#lib/server/transcripts/packCues.ts';
import { AGREES_TO_ALL, addGroup, addParticipant } from './groupWorld.ts';
import { doImport, parsed, requestOf, speaker, turnsOf } from './transcriptWorld.ts';
import type { World } from './world.ts';

export interface TranscriptPrepared {
	/** Of the meeting of GroupPrepared, with one turn. */
	transcriptId: string;
	transcriptTurnId: string;
	/** A meeting in which everybody agreed to a recording, and one of it. */
	recordedGroupId: string;
	recordingId: string;
	/** What a preview of IMPORT_FILE brings back. */
	importId: string;
	importCues: string;
	importSeen: string;
}

export const IMPORT_FILE = 'time,speaker,text\n0:01,Moderator,Sample words to be imported.\n';

const letters = (...numbers: number[]) => String.fromCharCode(...numbers);
/** A second of nearly nothing in WAV, every byte of it a letter of ASCII, so that it can be text. */
export const WAV = [
	`RIFF${letters(100, 31, 0, 0)}WAVEfmt ${letters(16, 0, 0, 0, 1, 0, 1, 0)}`,
	`${letters(64, 31, 0, 0, 64, 31, 0, 0, 1, 0, 8, 0)}data${letters(64, 31, 0, 0)}`,
	'd'.repeat(8000)
].join('');

/** Adds them to the world, where there is a meeting already. */
export async function prepareTranscripts(
	world: World,
	groupId: string
): Promise<TranscriptPrepared> {
	const nadia = world.as('nadia');
	const request = requestOf({ read: parsed(IMPORT_FILE), speakers: [speaker('facilitator')] });
	const plain = { ...request, title: 'Day 1', more: [], also: [] };
	await doImport(nadia, groupId, plain);
	const [turn] = await turnsOf(world, request.id);
	const recordedGroupId = await addGroup(world, { name: 'Jakarta, day 2' });
	await addParticipant(world, recordedGroupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	const recordingId = randomUUID();
	const stored = await world.system.storage.put(new TextEncoder().encode(WAV));
	await addRecording(nadia, {
		id: recordingId,
		groupId: recordedGroupId,
		title: 'Part 1',
		transcriptId: null,
		offsetMs: 0,
		file: { ...stored, mediaType: 'audio/wav', extension: 'wav' }
	});
	const next = {
		...plain,
		id: randomUUID(),
		title: 'Day 2',
		speakers: [speaker('facilitator', { isReplaced: false })]
	};
	return {
		transcriptId: request.id,
		transcriptTurnId: turn!.id,
		recordedGroupId,
		recordingId,
		importId: next.id,
		importCues: packCues(next.read)!,
		importSeen: (await previewImport(nadia, groupId, next)).digest
	};
}
