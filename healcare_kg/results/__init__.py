"""Answers written out: tables for people, standard formats for programs."""
