using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Tables;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Listing;

/// <summary>The catalogue as tables.</summary>
internal static class CatalogTables
{
    /// <summary>The topic of which not all is shown unless it is asked for.</summary>
    public const string SolversTopic = "solvers";

    /// <summary>What <c>scoresde list</c> can show: tables, given whether all is asked for.</summary>
    public static Shelf<Func<bool, IEnumerable<ReportTable>>> Topics { get; } = new(
        "topic",
        "",
        new(SolversTopic, "methods", static all => [FirstSolvers.Table(), Solvers(all)]),
        new("adaptive", "methods that choose their steps", static _ => [Simple("Adaptive solvers (sample --solver, with --rtol and --atol)", AdaptiveCatalog.Shelf, null)]),
        new("models", "models", static _ => [Simple("Models (--model NAME or a checkpoint FILE)", ModelCatalog.Shelf, null)]),
        new("grids", "time grids", static _ => [Simple("Grids (--grid)", GridCatalog.Shelf, GridCatalog.Default)]),
        new("schedules", "noise schedules", static _ => [Simple("Schedules (--schedule)", ScheduleCatalog.Shelf, null)]),
        new("processes", "forward processes", static _ => [Simple("Processes (--process)", ProcessCatalog.Shelf, ProcessCatalog.Default)]),
        new("data", "data", static _ => [Simple("Data (--data NAME, a folder of IDX files or an .npy FILE)", DataCatalog.Shelf, null)]),
        new("tasks", "measurements to restore from", static _ => [Simple("Tasks (--task), a number N after a colon", TaskCatalog.Shelf, TaskCatalog.Default)]),
        new("methods", "ways to sample given a measurement", static _ => [Simple("Methods (--method)", MethodCatalog.Shelf, MethodCatalog.Default)]),
        new("weightings", "loss weights", static _ => [Simple("Loss weights (--weighting)", WeightingCatalog.Shelf, null)]),
        new("times", "laws of training times", static _ => [Simple("Laws of training times (--times)", TimesCatalog.Shelf, null)]),
        new("predictions", "what networks predict", static _ => [Simple("Predictions (--predict)", ParametrisationCatalog.Shelf, null)]),
        new("dtypes", "element types", static _ => [Simple("Element types (--dtype)", ElementTypeCatalog.Shelf, ElementTypeCatalog.Default)]));

    private static ReportTable Simple<T>(string title, Shelf<T> shelf, string? standard)
        where T : notnull => new(
        title,
        [new("name"), new("what it is") { Folds = true }],
        [.. shelf.Entries.Select(entry => (string[])[entry.Label, entry.Name == standard ? $"{entry.Summary} (default)" : entry.Summary])]);

    private static ReportTable Solvers(bool all) => new(
        "Solvers (--solver, --solvers)",
        [
            new("name"), new("what it is") { Folds = true }, new("order", true), new("strong", true), new("NFE", true),
            new("last", true), new("noise"), new("number after ':'"), new("source") { Folds = true },
        ],
        [.. SolverCatalog.Shelf.Entries.Where(entry => all || !entry.Value.IsAsPublished).Select(SolverRow)])
    {
        Notes =
        [
            "order: global order, weak for a stochastic method; strong: order at fixed noise; NFE: network evaluations in a step,",
            "last: in a step that ends at t = 0; number after ':': what it sets, its range and (default), as in ddim:0.5.",
            "ddpm-jacobian and ddpm-trace take two evaluations more for each product with the Jacobian: one product for each number of a sample, one where the law is known, or so many as there are probes.",
            $"Other names: {string.Join(", ", SolverCatalog.Shelf.Entries.SelectMany(entry => entry.Aliases.Select(alias => $"{alias} = {entry.Name}")))}.",
            "Names of k-diffusion, diffusers and the user interfaces upon them are understood too: euler_a, dpmpp_2m_sde, DPM++ 2M, UniPCMultistepScheduler.",
            .. all ? (string[])[] : [$"{SolverCatalog.Shelf.Entries.Count(static entry => entry.Value.IsAsPublished)} more, which show what departures from papers in other projects, and constructions of tutorials, cost, with --all."],
        ],
    };

    private static string[] SolverRow(Entry<SolverChoice> entry)
    {
        SolverChoice choice = entry.Value;
        SolverFacts facts = choice.Facts;
        return
        [
            entry.Name,
            entry.Summary,
            $"{facts.Order:R}",
            facts.StrongOrder is { } strong ? $"{strong:R}" : "–",
            $"{facts.EvaluationsPerStep}",
            $"{facts.EvaluationsInStepToZero}",
            facts.IsStochastic ? "yes" : "no",
            choice.Parameter is null ? "–" : $"{choice.Parameter}, {choice.Low:R}–{choice.High:R} ({choice.Fallback:R})",
            facts.Source,
        ];
    }
}
