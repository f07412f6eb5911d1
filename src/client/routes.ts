// Every place of the app. Screens load when they are first asked for, but for the one that most days begin with; `door` ones
// can be reached while the phone is shut.
import {
  createRouter,
  createWebHistory,
  type Router,
  type RouteRecordRaw,
  type RouterHistory,
} from 'vue-router'
import { focusHeading } from './composables/focusHeading.ts'
import { installsFirst } from './composables/useInstall.ts'
import { wideQuery } from './composables/useWide.ts'
import { showHelpWords } from './i18n/index.ts'
import UnlockScreen from './screens/unlock/UnlockScreen.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the document's title. */
    title: string
    /** The same for a manager, who looks after every team. */
    managerTitle?: string
    /** Can be reached while the phone is not open. */
    door?: boolean
    /** Can be reached from anywhere, and nobody is sent on from there. */
    always?: boolean
    /** A form to fill in: on a phone the tabs make room for the keyboard. */
    form?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', meta: { title: 'home.title' }, component: () => import('./screens/home/HomeScreen.vue') },
  {
    path: '/assists',
    meta: { title: 'assists.title' },
    props: true,
    component: () => import('./screens/assists/AssistsPlace.vue'),
    children: [
      {
        path: ':id',
        meta: { title: 'assist.title' },
        props: true,
        component: () => import('./screens/assists/AssistScreen.vue'),
      },
    ],
  },
  {
    path: '/assists/new',
    meta: { title: 'assistForm.title', form: true },
    beforeEnter: ({ fullPath }) => !installsFirst() || { path: '/install', query: { then: fullPath } },
    component: () => import('./screens/assists/form/AssistFormScreen.vue'),
  },
  {
    path: '/assists/:id/correct',
    meta: { title: 'assistForm.correctTitle', form: true },
    props: true,
    component: () => import('./screens/assists/form/AssistFormScreen.vue'),
  },
  {
    path: '/assists/:id/history',
    meta: { title: 'history.title' },
    props: ({ params }) => ({ table: 'assists', id: params.id }),
    component: () => import('./screens/history/HistoryScreen.vue'),
  },
  {
    path: '/residents',
    meta: { title: 'residents.title' },
    props: true,
    component: () => import('./screens/residents/ResidentsPlace.vue'),
    children: [
      {
        path: ':id',
        meta: { title: 'residents.oneTitle' },
        props: true,
        component: () => import('./screens/residents/ResidentScreen.vue'),
      },
    ],
  },
  {
    path: '/residents/:id/history',
    meta: { title: 'history.title' },
    props: ({ params }) => ({ table: 'residents', id: params.id }),
    component: () => import('./screens/history/HistoryScreen.vue'),
  },
  {
    path: '/guide',
    meta: { title: 'guide.title' },
    props: true,
    component: () => import('./screens/guide/GuidePlace.vue'),
    children: [
      {
        path: ':id',
        meta: { title: 'guide.oneTitle' },
        props: true,
        component: () => import('./screens/guide/GuideScreen.vue'),
      },
    ],
  },
  {
    path: '/bin',
    meta: { title: 'bin.title' },
    component: () => import('./screens/assists/BinScreen.vue'),
  },
  {
    path: '/search',
    meta: { title: 'search.title' },
    component: () => import('./screens/search/SearchScreen.vue'),
  },
  {
    path: '/dossiers',
    meta: { title: 'dossiers.title' },
    props: true,
    component: () => import('./screens/dossiers/DossiersPlace.vue'),
    children: [
      {
        path: ':id',
        meta: { title: 'dossiers.oneTitle' },
        props: true,
        component: () => import('./screens/dossiers/DossierScreen.vue'),
      },
    ],
  },
  {
    path: '/dossiers/:id/update',
    meta: { title: 'dossiers.update', form: true },
    props: true,
    component: () => import('./screens/dossiers/DossierUpdateScreen.vue'),
  },
  {
    path: '/dossiers/:id/history',
    meta: { title: 'history.title' },
    props: ({ params }) => ({ table: 'dossiers', id: params.id }),
    component: () => import('./screens/history/HistoryScreen.vue'),
  },
  {
    path: '/outbox',
    meta: { title: 'outbox.title' },
    component: () => import('./screens/outbox/OutboxScreen.vue'),
  },
  {
    path: '/outbox/:id/mend',
    meta: { title: 'outbox.mend', form: true },
    props: true,
    component: () => import('./screens/outbox/MendScreen.vue'),
  },
  {
    path: '/dashboard',
    meta: { title: 'dashboard.title' },
    component: () => import('./screens/dashboard/DashboardScreen.vue'),
  },
  {
    path: '/dashboard/records',
    meta: { title: 'records.title' },
    component: () => import('./screens/dashboard/RecordsScreen.vue'),
  },
  { path: '/team', meta: { title: 'team.title' }, component: () => import('./screens/team/TeamScreen.vue') },
  {
    path: '/team/invite',
    meta: { title: 'invite.title' },
    component: () => import('./screens/team/InviteScreen.vue'),
  },
  {
    path: '/team/devices/:id?',
    meta: { title: 'devices.title', managerTitle: 'devices.titleOfAll' },
    props: true,
    component: () => import('./screens/team/DevicesScreen.vue'),
  },
  {
    path: '/team/stuck',
    meta: { title: 'stuck.title' },
    component: () => import('./screens/team/StuckScreen.vue'),
  },
  {
    path: '/team/rescue',
    meta: { title: 'rescue.takeIn' },
    component: () => import('./screens/team/RescueScreen.vue'),
  },
  {
    path: '/team/targets',
    meta: { title: 'targets.title', form: true },
    component: () => import('./screens/team/TargetsScreen.vue'),
  },
  {
    path: '/team/members/:id',
    meta: { title: 'member.title', form: true },
    props: true,
    component: () => import('./screens/team/MemberScreen.vue'),
  },
  {
    path: '/team/move',
    meta: { title: 'move.title', form: true },
    // Whose records it is about is said by the link.
    beforeEnter: ({ query }) => typeof query.from === 'string' || '/team',
    component: () => import('./screens/team/MoveScreen.vue'),
  },
  {
    path: '/settings',
    meta: { title: 'settings.title' },
    component: () => import('./screens/settings/SettingsScreen.vue'),
  },
  {
    path: '/help',
    meta: { title: 'frame.help', always: true },
    beforeEnter: () => showHelpWords(),
    component: () => import('./screens/help/HelpScreen.vue'),
  },
  {
    path: '/welcome/:step(2|3)?',
    meta: { title: 'frame.welcome', always: true, form: true },
    props: true,
    beforeEnter: () => showHelpWords(),
    component: () => import('./screens/help/WelcomeScreen.vue'),
  },
  {
    path: '/install',
    meta: { title: 'frame.install', always: true },
    beforeEnter: () => showHelpWords(),
    component: () => import('./screens/help/InstallScreen.vue'),
  },
  {
    path: '/r/:id',
    meta: { title: 'frame.record' },
    props: true,
    component: () => import('./screens/frame/RecordLinkScreen.vue'),
  },
  {
    path: '/setup',
    meta: { title: 'setup.title', door: true },
    component: () => import('./screens/setup/SetupScreen.vue'),
  },
  {
    path: '/join',
    meta: { title: 'join.title', door: true },
    component: () => import('./screens/join/JoinScreen.vue'),
  },
  {
    path: '/sign-in',
    meta: { title: 'signIn.title', door: true },
    component: () => import('./screens/sign-in/SignInScreen.vue'),
  },
  {
    path: '/pin',
    meta: { title: 'pin.title', door: true },
    component: () => import('./screens/unlock/PinScreen.vue'),
  },
  {
    path: '/filling',
    meta: { title: 'filling.title', door: true },
    component: () => import('./screens/unlock/FillingScreen.vue'),
  },
  {
    path: '/unlock',
    meta: { title: 'unlock.title', door: true },
    component: UnlockScreen,
  },
  { path: '/:rest(.*)*', redirect: '/' },
]

export function createAppRouter(history: RouterHistory = createWebHistory()): Router {
  const router = createRouter({
    history,
    routes,
    // Back returns to the place that was left; what only changes in the address, or beside a list, moves nothing.
    scrollBehavior(to, from, saved) {
      const isBesideList = to.matched[0] === from.matched[0] && window.matchMedia(wideQuery).matches
      if (to.path === from.path || isBesideList) return false
      return saved ?? { top: 0 }
    },
  })
  router.afterEach(async (to, from) => {
    if (to.path !== from.path) await focusHeading()
  })
  return router
}
