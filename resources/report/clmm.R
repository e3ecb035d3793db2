# Cumulative-link mixed model of the ratings, with crossed rater and image effects.
# A cross-check of the report's analysis, not its source. Needs the package "ordinal".
#
#   Rscript clmm.R [clmm.csv] [set]

library(ordinal)

arguments <- commandArgs(trailingOnly = TRUE)
file <- if (length(arguments) >= 1) arguments[1] else "clmm.csv"
ratings <- read.csv(file, colClasses = "character", fileEncoding = "UTF-8")
# Names may be numbers: they are names all the same.
for (column in c("rater", "set", "reference", "system")) {
  ratings[[column]] <- factor(ratings[[column]])
}
ratings$score <- as.numeric(ratings$score)
if (length(arguments) >= 2) ratings <- droplevels(ratings[ratings$set == arguments[2], ])

# Sets are different contexts: fit them one by one.
for (name in levels(ratings$set)) {
  own <- droplevels(ratings[ratings$set == name, ])
  own$score <- factor(own$score, ordered = TRUE)
  cat("\n==", name, "==\n")
  if (nlevels(own$score) < 3 || nlevels(own$rater) < 3) {
    cat("Fewer than three grades or raters: there is no model to fit.\n")
    next
  }
  # One reference or one system has no variance of its own to estimate.
  fixed <- "1"
  effects <- "(1 | rater)"
  if (nlevels(own$reference) > 1) effects <- c(effects, "(1 | reference)")
  if (nlevels(own$system) > 1) {
    fixed <- "system"
    effects <- c(effects, "(1 | rater:system)")
    if (nlevels(own$reference) > 1) effects <- c(effects, "(1 | reference:system)")
  }
  model <- clmm(
    as.formula(paste("score ~", paste(c(fixed, effects), collapse = " + "))),
    data = own, link = "probit", Hess = TRUE
  )
  print(summary(model))
}
