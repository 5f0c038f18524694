import type { RouteObject } from "react-router";
import { HomePage } from "@/features/capture/HomePage";
import { Layout } from "./Layout";
import { RouteError } from "./RouteError";

/** The first page is in the first file; every other page is fetched when it is visited. */
export const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <HomePage /> },
          {
            path: "camera",
            lazy: async () => ({ Component: (await import("@/features/capture/CameraPage")).CameraPage }),
          },
          {
            path: "analyses/:id",
            lazy: async () => ({ Component: (await import("@/features/result/AnalysisPage")).AnalysisPage }),
          },
          {
            path: "analyses/:id/chat",
            lazy: async () => ({ Component: (await import("@/features/chat/ChatPage")).ChatPage }),
          },
          {
            path: "chat",
            lazy: async () => ({ Component: (await import("@/features/chat/ChatPage")).ChatPage }),
          },
          {
            path: "history",
            lazy: async () => ({ Component: (await import("@/features/history/HistoryPage")).HistoryPage }),
          },
        ],
      },
    ],
  },
];
