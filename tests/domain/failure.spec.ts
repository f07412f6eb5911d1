// Reasons why something did not work: each stands in one group, and a list shows those that can be meant.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  failureGroups,
  failureReasonCodes,
  failureSubjects,
  groupedReasonsFor,
  reasonsFor,
} from '#domain/failure.ts'

describe('the reasons of a failure', () => {
  it('stand in one group each', () => {
    expect(Object.values(failureGroups).flat().sort()).toEqual([...failureReasonCodes].sort())
  })

  it.each(failureSubjects)('are all shown in groups where %s failed, and no others', (subject) => {
    const groups = groupedReasonsFor(subject)
    expect(groups.flatMap(({ reasons }) => reasons).sort()).toEqual(reasonsFor(subject).sort())
    expect(groups.every(({ reasons }) => reasons.length > 0)).toBe(true)
  })

  it.each(['vi', 'en'])('each say what to do next, and each group has its name (%s)', (locale) => {
    const { failure } = JSON.parse(readFileSync(`src/client/i18n/messages/${locale}.json`, 'utf8')) as {
      failure: { next: object; group: object }
    }
    expect(Object.keys(failure.next).sort()).toEqual([...failureReasonCodes].sort())
    expect(Object.keys(failure.group).sort()).toEqual(Object.keys(failureGroups).sort())
  })
})
