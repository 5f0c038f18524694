import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getHistory } from "@/api/history";

/** What is kept for this person, and whether anything can be. */
export function useHistory() {
  const { i18n } = useTranslation();
  return useQuery({ queryKey: ["history", i18n.language], queryFn: getHistory });
}
