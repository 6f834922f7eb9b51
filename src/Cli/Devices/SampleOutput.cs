using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Planning;
using ScoreSde.Images;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Devices;

/// <summary>What every way of sampling has: the model, how many, and where they go.</summary>
/// <param name="Model">What is sampled.</param>
/// <param name="Count">Samples.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Label">The class of all samples; null for all classes in turn.</param>
/// <param name="Guidance">How samples are led; null for the conditional model alone.</param>
/// <param name="Threads">Workers; 0 for one for each processor.</param>
/// <param name="Files">Where they go.</param>
internal sealed record SampleOutput(Model Model, long Count, ulong Seed, int? Label, ModelGuidance? Guidance, int Threads, SampleFiles Files)
{
    /// <summary>The file of the array, if any.</summary>
    public string? Out => Files.Out;

    /// <summary>The file of the picture, if any.</summary>
    public string? Image => Files.Image;

    /// <summary>How samples go to the file as they are done; null where they are kept until the end.</summary>
    public SampleTarget? Target { get; init; }

    /// <summary>Where ln p of each sample goes; null where it is not asked for.</summary>
    public DensityTarget? Density { get; init; }

    /// <summary>The model with what leads its samples: what a plan of memory counts.</summary>
    public Model Led => Guidance is { Guide: not null } ? new ConditionedModel(Model, null, Guidance) : Model;

    /// <summary>The samples that are drawn.</summary>
    public RowRange Rows => Target?.Shard?.RowsOf(Count) ?? Density?.Part?.Rows ?? new RowRange(0, Count);

    /// <summary>Samples that are drawn, where one array holds them.</summary>
    /// <exception cref="OverflowException">It does not.</exception>
    public int CountInMemory => checked((int)Rows.Count);

    /// <summary>The class of each sample.</summary>
    public Func<long, int> LabelOf => Label is { } label ? _ => label : Model.TurnOf;

    /// <summary>The model of the noise, of the class of each sample, with guidance where it is asked for.</summary>
    public IScoreFunction<Tile<T>> Score<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Guidance is { } led ? led.Of<T>(Model, LabelOf) : Model.Score<T>(LabelOf);

    /// <summary>Refuses what the disk cannot hold at the end of a run that is kept in memory until then.</summary>
    /// <exception cref="Arguments.UsageException">It cannot.</exception>
    public void CheckDisk<T>(int times, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Out is not { } file || ResultFile.IsStream(file))
        {
            return;
        }

        bool isDouble = FileUnits.IsDouble<T>(Model);
        int each = SampleTable.IsMeant(file) ? SampleTable.BytesOf(isDouble) : isDouble ? sizeof(double) : sizeof(float);
        DiskPlan.Check(file, (double)Count * Model.Dimension * Math.Max(1, times) * each, "give a smaller --count, or --out on another disk", terminal);
    }

    /// <summary>
    /// Writes states in the model's units, samples [count, dimension] or, where times are given, [times, count, dimension]; they are left in the data's
    /// units.
    /// </summary>
    public void Write<T>(T[] values, IReadOnlyList<double>? times, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model.ToNatural<T>(values);
        if (Out is { } file)
        {
            long[] shape = times is { } kept ? [kept.Count, Rows.Count, Model.Dimension] : [Rows.Count, Model.Dimension];
            string kind = FileUnits.Save(file, Model, values, terminal, shape);
            terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: {string.Join(" × ", shape)} {kind}");
        }

        if (Image is null)
        {
            return;
        }

        float[] natural = values as float[] ?? Array.ConvertAll(values, float.CreateTruncating);
        if (times is null)
        {
            Show(natural.AsSpan(0, SamplePictures.RowsShown(Model, Count) * Model.Dimension), terminal);
            return;
        }

        Picture strip = SamplePictures.Strip(Model, [.. natural.Chunk(CountInMemory * Model.Dimension)], times);
        Draw(stream => PngFile.Write(stream, strip), "", terminal);
    }

    /// <summary>Writes a picture of the first samples, where one is asked for.</summary>
    /// <param name="samples">As many as a picture needs, in the data's units.</param>
    /// <param name="terminal">Where it is told.</param>
    public void Show(ReadOnlySpan<float> samples, Terminal terminal)
    {
        if (IsChart(Image))
        {
            float[] shown = samples.ToArray();
            Draw(stream => SampleChart.Write(stream, Model, shown), SampleChart.LeftOut(Model, samples, Count), terminal);
        }
        else if (Image is not null)
        {
            Picture picture = SamplePictures.Of(Model, samples);
            Draw(stream => PngFile.Write(stream, picture), SamplePictures.LeftOut(Model, samples, Count), terminal);
        }
    }

    /// <summary>Writes the way of the first samples from noise to data, where that is asked for.</summary>
    public void Animate<T>(Trajectory<T> way, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Files.Animation is not { } file)
        {
            return;
        }

        int shown = SampleAnimation.Rows(Model, Count);
        AnimationFrames frames = SampleAnimation.Of(Model, way.Times, States, Count);
        ResultFile.Write(file, terminal, stream => Encoded(file)(stream, frames));
        terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: {way.Times.Count} frames of {(shown < Count ? $"the first {shown}" : $"{shown}")} samples");

        float[] States(int time)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<T> states = way.At(time)[..(shown * Model.Dimension)];
            var natural = new float[states.Length];
            for (int i = 0; i < natural.Length; i++)
            {
                natural[i] = float.CreateTruncating(states[i]);
            }

            Model.ToNatural<float>(natural);
            return natural;
        }
    }

    /// <summary>Whether a picture is to be a chart in SVG.</summary>
    public static bool IsChart(string? file) => Path.GetExtension(file ?? "").Equals(".svg", StringComparison.OrdinalIgnoreCase);

    private static Action<Stream, AnimationFrames> Encoded(string file) =>
        Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase) ? ApngFile.Write : GifFile.Write;

    private void Draw(Action<Stream> write, string leftOut, Terminal terminal)
    {
        ResultFile.Write(Image!, terminal, write);
        terminal.Out.WriteLine($"{ResultFile.NameOf(Image!)}: picture{leftOut}");
    }
}
