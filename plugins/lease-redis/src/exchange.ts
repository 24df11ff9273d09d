/** Milliseconds after which what a replica has told counts no more: it has gone, or is too slow to be counted on. */
const freshFor = 3_000;
/** After which it is forgotten. */
const keptFor = 10_000;

/**
 * Leaves ARGV[2] for the replica ARGV[1] in the hash KEYS[1]; gives Redis's time in milliseconds, and what each other replica
 * has left that is fresh. By Redis's clock alone: those of replicas may be wrong.
 */
export const tellAndHear = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local text = string.format('%.0f', now)
  redis.call('HSET', KEYS[1], ARGV[1], text .. ' ' .. ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ${keptFor})
  local heard = { text }
  local all = redis.call('HGETALL', KEYS[1])
  for index = 1, #all, 2 do
    local at, told = string.match(all[index + 1], '^(%d+) (.*)$')
    local age = at and now - tonumber(at)
    if not age or age > ${keptFor} then
      redis.call('HDEL', KEYS[1], all[index])
    elseif all[index] ~= ARGV[1] and age <= ${freshFor} then
      table.insert(heard, told)
    end
  end
  return heard`;

/** What `tellAndHear` gives; undefined where it is anything else. */
export function readStates(answer: unknown): { readonly now: number; readonly states: readonly string[] } | undefined {
  if (!Array.isArray(answer)) return undefined;
  const [now, ...states] = answer.filter((each) => typeof each === 'string');
  return now === undefined ? undefined : { now: Number(now), states };
}

/**
 * Milliseconds by which a clock that said `asked` and then `answered` is ahead of one that said `theirs` in between, less than 0
 * where it is behind: what is certain of it, however long the answer took or was left lying here.
 */
export function aheadOf(theirs: number, asked: number, answered: number): number {
  if (theirs < asked) return asked - theirs;
  return theirs > answered ? answered - theirs : 0;
}
