using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Variances;

/// <summary>Tabulates the path divergence of the reverse variances.</summary>
internal static class VariancesRun
{
    private const string GaussianNote = "KL(true reverse path ‖ ancestral path) in nats a sample, exact: Gaussian data. optimal: the best isotropic variance, analytic and residual alike; what it leaves, no isotropic one avoids.";
    private const string ExactNote = "Nats a sample by which the path diverges more than with the optimal isotropic variance, analytic and residual alike, whose E‖ε‖² is exact.";
    private const string AnalyticNote = "analytic: β̃ + c² (1 − E‖ε_θ‖²/d), right where the score is exact. residual: β̃ + c² E‖ε − ε_θ‖²/d, right for any.";
    private const string UnsureNote = "?: the standard error of the measured residual leaves this figure open by half of itself, and by 0.01 nats, or more.";
    private const double Negligible = 0.01;
    private const string EndNote = "Over all steps but the one to t = 0, where the sampler adds no noise.";

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(Model model, Entry<GridRule> rule, IReadOnlyList<int> counts, Terminal terminal)
    {
        Plans.Variances(model, counts).Check(terminal);
        Gaussian? gaussian = model is MixtureModel { Law: { Components.Count: 1 } law } ? law.Components[0] : null;
        bool isExact = model is MixtureModel { Law: { Components: var parts, Dimension: var d } } && (parts.Count == 1 || d <= MixtureNoiseMoment.MostDimensions);
        (INoiseMoment learned, INoiseMoment judged, string[] notes) = isExact ? Exact(model, gaussian) : Measured(model);
        (string Name, IReverseVariance Variance)[] variances =
        [
            ("β", new ForwardVariance()),
            ("β̃", new PosteriorVariance()),
            .. isExact ? [("optimal", new AnalyticVariance(learned))] : new (string, IReverseVariance)[] { ("analytic", new AnalyticVariance(learned)), ("residual", new ResidualVariance(learned)) },
        ];
        var rows = new List<IReadOnlyList<string>>();
        bool isUnsure = false;
        using (var progress = new ProgressBar($"{model.Name}, reverse variances", terminal))
        {
            for (int i = 0; i < counts.Count; i++)
            {
                terminal.Cancellation.ThrowIfCancellationRequested();
                progress.Report((double)i / counts.Count, $", {counts[i]} steps");
                TimeGrid grid = rule.Value.Make(model.Process, model.Range, counts[i]);
                rows.Add(
                [
                    $"{counts[i]}",
                    .. variances.Select(choice => gaussian is null
                        ? Over(grid, choice.Variance)
                        : Quantity.Number(PathDivergence.OfGaussian(model.Process, grid, gaussian, choice.Variance))),
                ]);
            }
        }

        TableWriter.Write(
            new ReportTable(
                $"{model.Name}: {model.Process.Name} ({model.Process.Schedule.Name}), grid {rule.Name}",
                [new("steps", true), .. variances.Select(static choice => new ReportColumn(choice.Name, true))],
                rows)
            {
                Notes = [.. notes, EndNote, .. isUnsure ? [UnsureNote] : Array.Empty<string>()],
            },
            terminal);
        return isUnsure ? ExitCode.Failed : ExitCode.Done;

        // What the standard error of the residual leaves open, in the same units: half the distance between the figures with it added and taken away.
        string Over(TimeGrid grid, IReverseVariance variance)
        {
            double value = Of(0);
            if (isExact)
            {
                return Quantity.Number(variance is AnalyticVariance ? 0 : value);
            }

            // Of the residual variance what is left is of the size of the error, as it should be.
            double error = 0.5 * Math.Abs(Of(1) - Of(-1));
            // A loss that is none is known to its error, which is then all of it.
            bool unsure = variance is not ResidualVariance && error > Math.Max(0.5 * value, Negligible);
            isUnsure |= unsure;
            return $"{Quantity.Number(value)} ± {Quantity.Number(error)}{(unsure ? " ?" : "")}";

            double Of(double errors) =>
                PathDivergence.OverOptimal(model.Process, grid, new ShiftedMoment(judged, errors), model.Dimension, variance);
        }
    }

    private static (INoiseMoment Learned, INoiseMoment Judged, string[] Notes) Exact(Model model, Gaussian? gaussian)
    {
        INoiseMoment moment = gaussian is null ? model.Moment<float>() : new GaussianNoiseMoment(gaussian);
        return (moment, moment, [gaussian is null ? ExactNote : GaussianNote]);
    }

    // Of a law, rows under another seed are the rows that were not learned from.
    private static (INoiseMoment Learned, INoiseMoment Judged, string[] Notes) Measured(Model model)
    {
        DataSet learned = model.Reference.Rows(Model.MomentRows, seed: 0);
        DataSet judged = model.Reference.Split is { } split ? First(split.HeldOut) : model.Reference.Rows(Model.MomentRows, seed: 1);
        (string by, string with) = model.Reference.Split is null ? ("other", "drawn") : ("held-out", "training");
        return (
            model.MomentOf<float>(learned),
            model.MomentOf<float>(judged),
            [
                $"Nats a sample by which the path diverges more, on {judged.Count} {by} rows of {judged.Name}, than with the best isotropic variance: the residual one measured on these rows.",
                $"{AnalyticNote} Both measured on {learned.Count} {with} rows.",
            ]);
    }

    private static DataSet First(DataSet rows) => rows.Count <= Model.MomentRows ? rows : rows.Select([.. Enumerable.Range(0, Model.MomentRows)]);
}
