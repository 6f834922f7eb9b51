using System.Text.RegularExpressions;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Catalog;

public sealed class CatalogTests
{
    [Fact]
    public void No_name_or_alias_is_given_twice()
    {
        Distinct(SolverCatalog.Shelf);
        Distinct(GridCatalog.Shelf);
        Distinct(ScheduleCatalog.Shelf);
        Distinct(ProcessCatalog.Shelf);
        Distinct(ModelCatalog.Shelf);
        Distinct(DataCatalog.Shelf);
        Distinct(ElementTypeCatalog.Shelf);
        Distinct(WeightingCatalog.Shelf);
        Distinct(TimesCatalog.Shelf);
        Distinct(ParametrisationCatalog.Shelf);
        Distinct(TaskCatalog.Shelf);
        Distinct(MethodCatalog.Shelf);
    }

    [Fact]
    public void Every_solver_that_the_core_knows_can_be_named()
    {
        // DDIM with η = 1 is ddim:1 here.
        IEnumerable<string> names = KnownSolvers.All.Where(solver => solver is not Ddim).Select(solver => solver.Facts.Name);
        Assert.Subset(SolverCatalog.Shelf.Entries.Select(entry => entry.Name).ToHashSet(), names.ToHashSet());
        Assert.Equal(new Ddim(Eta: 1), SolverCatalog.Find("ddim:1", new Faults())!.For(UnknownMoment.Instance));
    }

    [Fact]
    public void All_data_of_the_library_can_be_named() =>
        Assert.Equal(DataSets.Names, DataCatalog.Shelf.Entries.Select(entry => entry.Name));

    [Theory]
    [InlineData("vp", "linear:0.1,20")]
    [InlineData("subvp", "cosine")]
    [InlineData("ve", "geometric:0.01,50")]
    public void Every_grid_makes_all_lengths_for_every_process(string process, string schedule)
    {
        var faults = new Faults();
        IDiffusionProcess made = ProcessCatalog.Make(process, schedule, faults)!;
        faults.ThrowIfAny();
        Assert.Equal(schedule, made.Schedule.Name);
        foreach (Entry<GridRule> entry in GridCatalog.Shelf.Entries)
        {
            foreach (int steps in new[] { 1, 2, 3, 10, 1000 }.Where(steps => steps <= entry.Value.MostSteps(TimeRange.Whole)))
            {
                TimeGrid grid = entry.Value.Make(made, TimeRange.Whole, steps);
                Assert.Equal(steps, grid.Steps);
                Assert.True(grid.EndsAtZero);
            }
        }
    }

    [Fact]
    public void Every_default_is_a_name()
    {
        var faults = new Faults();
        Assert.NotNull(SolverCatalog.Find(SolverCatalog.Default, faults));
        Assert.All(SolverCatalog.Compared, name => Assert.NotNull(SolverCatalog.Find(name, faults)));
        Assert.NotNull(GridCatalog.Shelf.Find(GridCatalog.Default, faults));
        Assert.NotNull(ProcessCatalog.Shelf.Find(ProcessCatalog.Default, faults));
        Assert.NotNull(ElementTypeCatalog.Shelf.Find(ElementTypeCatalog.Default, faults));
        Assert.All(ModelCatalog.Compared.Append(ModelCatalog.Default), name => Assert.NotNull(ModelCatalog.Shelf.Find(name, faults)));
        Assert.True(faults.None);
    }

    /// <summary>What <c>list schedules</c> has in parentheses is what a schedule is without numbers.</summary>
    [Fact]
    public void A_schedule_without_numbers_has_those_that_are_listed()
    {
        (Entry<Func<string?, INoiseSchedule>> Entry, Match Listed)[] listed = [.. ScheduleCatalog.Shelf.Entries
            .Select(static entry => (entry, Regex.Match(entry.Summary, "^[a-z-]+:[^ ]+ \\(([0-9.,]+)\\):"))).Where(static pair => pair.Item2.Success)];
        Assert.Equal(7, listed.Length);
        Assert.All(listed, static pair => Assert.Equal(pair.Entry.Value(pair.Listed.Groups[1].Value).Name, pair.Entry.Value(null).Name));
    }

    private static void Distinct<T>(Shelf<T> shelf)
        where T : notnull
    {
        string[] names = [.. shelf.Entries.SelectMany(entry => entry.Aliases.Append(entry.Name))];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
