# Cumulative-link mixed model of the ratings, with crossed rater and image effects.
# A cross-check of the report's analysis, not its source. Needs the package "ordinal".
#
#   Rscript clmm.R [clmm.csv] [set]

library(ordinal)

arguments <- commandArgs(trailingOnly = TRUE)
file <- if (length(arguments) >= 1) arguments[1] else "clmm.csv"
ratings <- read.csv(file, stringsAsFactors = TRUE)
if (length(arguments) >= 2) ratings <- droplevels(ratings[ratings$set == arguments[2], ])

# Sets are different contexts: fit them one by one.
for (name in levels(ratings$set)) {
  own <- droplevels(ratings[ratings$set == name, ])
  own$score <- factor(own$score, levels = 1:5, ordered = TRUE)
  cat("\n==", name, "==\n")
  model <- clmm(
    score ~ system + (1 | rater) + (1 | reference) + (1 | rater:system) + (1 | reference:system),
    data = own, link = "probit", Hess = TRUE
  )
  print(summary(model))
}
