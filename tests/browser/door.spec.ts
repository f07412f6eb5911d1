// The door says where a person stands, and has a way on: for who is in already, and for who came by a link that is of no use.
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '#domain/problem.ts'
import type { Api } from '../../src/client/http/api.ts'
import SetupScreen from '../../src/client/screens/setup/SetupScreen.vue'
import SignInScreen from '../../src/client/screens/sign-in/SignInScreen.vue'
import { useSessionStore } from '../../src/client/stores/session.ts'
import { useSyncStatusStore } from '../../src/client/stores/syncStatus.ts'
import { createView } from '../../src/client/view/view.ts'
import { aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'

enableAutoUnmount(afterEach)

const world = {
  view: createView(aVolunteer, () => noon),
  member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer' as const, teamIds: [ids.team] },
  clock: () => noon,
}

/** Of a ward that has begun. */
const closed = { open: false, wardName: 'Phường Hoài Tân', teams: [] }

const ways = (shown: VueWrapper) =>
  shown.findAll('a').map((link) => [link.text(), link.attributes('href')].join(' '))

describe('signing in', () => {
  let shown: VueWrapper
  const back = 'Quay lại /'
  beforeEach(async () => {
    shown = await aScreen(SignInScreen, {
      ...world,
      path: '/sign-in',
      api: { getSetup: async () => closed },
    })
    await flushPromises()
  })

  it('of somebody new says how one gets an account', () => {
    expect(shown.text()).toContain('Chưa có tài khoản?')
    expect(ways(shown)).not.toContain(back)
  })

  it('with the phone open says that the session has ended, and has the way back', async () => {
    useSessionStore().phase = 'open'
    useSyncStatusStore().problem = { code: 'sessionExpired' }
    await flushPromises()
    expect(shown.get('.notice-bar').text()).toContain('Phiên đăng nhập đã hết')
    expect(ways(shown)).toContain(back)
    expect(shown.text()).not.toContain('Chưa có tài khoản?')
  })
})

describe('a link to set up with', () => {
  it.each<[string, Api['getSetup'], string]>([
    [
      'is not whole',
      async () => {
        throw new Problem('setupTokenWrong')
      },
      'Mở đúng đường dẫn cài đặt',
    ],
    ['is used up', async () => closed, 'Máy chủ này đã được cài đặt.'],
  ])('that %s says so, and has the way to sign in, named once', async (_what, getSetup, said) => {
    const shown = await aScreen(SetupScreen, { ...world, path: '/setup#x', api: { getSetup } })
    await flushPromises()
    expect(shown.get('.notice-bar').text()).toContain(said)
    expect(shown.get('.notice-bar').text()).not.toContain('Đăng nhập')
    expect(ways(shown)).toContain('Đăng nhập /sign-in')
  })

  it('that is used up while its form is filled in says the same', async () => {
    const setUp = async () => {
      throw new Problem('setupClosed')
    }
    const shown = await aScreen(SetupScreen, {
      ...{ ...world, path: '/setup#x' },
      api: { getSetup: async () => ({ ...closed, open: true }) },
      client: { session: { setUp } as never },
    })
    await flushPromises()
    await shown.get('#managerName').setValue('Nguyễn Thị Quản Lý')
    await shown.get('#phone').setValue('0912000001')
    await shown.get('#password').setValue('mat-khau-dai')
    await shown.get('form').trigger('submit')
    await flushPromises()
    expect(shown.find('form').exists()).toBe(false)
    expect(shown.get('.notice-bar').text()).toBe('Máy chủ này đã được cài đặt.')
    expect(ways(shown)).toContain('Đăng nhập /sign-in')
  })
})
