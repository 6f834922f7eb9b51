using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Designing;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde grid</c>: the time grid that suits a solver best.</summary>
internal sealed class GridCommand : ModelVerb
{
    private const string DefaultSolver = "ipndm";
    private const int DefaultSteps = 16;
    private const int MostSteps = 200;
    private const double LeastVariance = 1e-6;
    private const double MostVariance = 1e6;

    private readonly Option<string> solver;
    private readonly Option<string> steps;
    private readonly Option<string> spectrum;
    private readonly Option<string> file;
    private readonly Option<string> picture;

    public GridCommand(Terminal terminal)
        : base("grid", "Make the time grid on which a solver errs least for Gaussian data with the spectrum of a model's data, by exact moments.", ModelCatalog.Default, terminal, draws: false)
    {
        solver = Word("--solver", "NAME", $"A solver of 'list solvers'. Default: {DefaultSolver}.");
        steps = Word("--steps", "N", $"Steps, from 2 to {MostSteps}. Default: {DefaultSteps}.");
        spectrum = Word("--spectrum", "LOW,HIGH", "Variances between which the data is spread, in equal factors. Default: those of the model's data.");
        file = Word("--out", "FILE.txt", "Where the times go, for --grid FILE of other commands.");
        picture = Word("--svg", "FILE.svg", "Where a picture of the levels of the made grid goes, beside those of the usual ones.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde grid",
        "scoresde grid --solver dpmpp-2m --steps 10 --model digits --out grid.txt",
        "scoresde grid --solver sde-dpmpp-2m --steps 20 --spectrum 0.01,10 --svg grid.svg",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);
        NamedSolver? named = SolverCatalog.Find(words.Text(solver) ?? DefaultSolver, faults);
        int count = words.Whole(steps, DefaultSteps, 2, MostSteps);
        double[] range = words.Reals(spectrum, [], LeastVariance, MostVariance);
        if (words.Has(spectrum) && (range.Length != 2 || range[0] > range[1]))
        {
            faults.Add($"{spectrum.Name} takes two variances, the lower one first.");
        }

        string? target = words.Text(file);
        string? drawing = words.Text(picture);
        OutputPath.Check(target, faults);
        OutputPath.Check(drawing, faults);
        OutputPath.CheckDistinct(faults, (file.Name, target), (picture.Name, drawing));
        if (model is null || named is null || !faults.None)
        {
            return null;
        }

        GridRun.CheckSolver(model, named, faults);
        return () =>
        {
            Plans.Grid(model, count, range.Length == 2).Check(Terminal);
            return GridRun.Execute(
                new GridSettings(model, named, count, range.Length == 2 ? Spectrum.Between(range[0], range[1]) : Spectrum.Of(model), target, drawing), Terminal);
        };
    }
}
