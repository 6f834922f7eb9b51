using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Variances;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde variances</c>: what the variance of ancestral sampling costs, in nats.</summary>
internal sealed class VariancesCommand : ModelVerb
{
    private const string DefaultGrid = "trailing";
    private const int MostSteps = 100_000;
    private static readonly int[] DefaultSteps = [5, 10, 50, 1000];

    private readonly Option<string> steps;
    private readonly Option<string> grid;

    public VariancesCommand(Terminal terminal)
        : base("variances", "Divergence of the ancestral path from the true reverse path with variance β, β̃, the analytic one and the residual one, which is the best.", ModelCatalog.Default, terminal, draws: false)
    {
        steps = Word("--steps", "N,M,…", $"Numbers of steps. Default: {string.Join(',', DefaultSteps)}.");
        grid = Word("--grid", "NAME", $"A grid of 'list grids'. Default: {DefaultGrid}, which respaces a chain of 1000 steps.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde variances",
        "scoresde variances --model mixture8 --grid lambda --steps 10,100",
        "scoresde variances --model gaussian --steps 5,10,50",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);

        // A single step ends at t = 0, where no variance is chosen.
        int[] counts = words.Wholes(steps, DefaultSteps, least: 2, most: MostSteps);
        Entry<GridRule>? rule = GridCatalog.Find(words.Text(grid) ?? DefaultGrid, faults);
        if (rule is not null)
        {
            foreach (int count in counts)
            {
                SolverFit.Check(rule, model, count, faults);
            }
        }

        return model is null || rule is null || !faults.None ? null : () => VariancesRun.Execute(model, rule, counts, Terminal);
    }
}
