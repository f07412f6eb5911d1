// What the home screen says of the line to the ward: the trouble of the last try, but not while the next is under way.
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import '../../src/client/styles/main.css'
import SyncRemark from '../../src/client/screens/home/SyncRemark.vue'
import { useSyncStatusStore, type LineState } from '../../src/client/stores/syncStatus.ts'
import { createView } from '../../src/client/view/view.ts'
import { aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

it('that the ward cannot be reached is not said while the phone is sending', async () => {
  const screen = await aScreen(SyncRemark, {
    view: createView(aVolunteer, () => noon),
    member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer', teamIds: [ids.team] },
    clock: () => noon,
    path: '/',
  })
  const status = useSyncStatusStore()
  const said = async (state: LineState, code: 'serverUnreachable' | 'serverBusy') => {
    Object.assign(status, { state, problem: { code } })
    await nextTick()
    return screen.text()
  }
  expect(await said('offline', 'serverUnreachable')).toBe('')
  expect(await said('sending', 'serverUnreachable')).toBe('')
  expect(await said('waiting', 'serverUnreachable')).toContain('Chưa kết nối được với phường')
  expect(await said('sending', 'serverBusy')).toContain('Máy chủ đang bận')
})
