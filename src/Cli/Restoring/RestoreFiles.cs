using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Images;

namespace ScoreSde.Cli.Restoring;

/// <summary>Writes a restoration: arrays and pictures into a folder, and all side by side into one picture.</summary>
internal static class RestoreFiles
{
    private const int SamplesShown = 6;
    private const int Zoom = 8;

    /// <summary>Writes what was asked for.</summary>
    /// <exception cref="DataFileException">A file cannot be written.</exception>
    public static void Write(RestoreSettings settings, Restoration result, Terminal terminal)
    {
        if (settings.Folder is { } folder)
        {
            MakeFolder(folder);
            int d = result.Truth.Length;
            Save(folder, "truth", result.Truth, d, settings.Model, terminal);
            SavePlain(folder, "measurement", [.. result.Measurement.Values.ToArray().Select(value => (float)value)], settings.Operator.Outputs, terminal);
            Save(folder, "samples", result.Samples, d, settings.Model, terminal);
            if (result.Evidence is { } evidence)
            {
                string logs = Path.Combine(folder, "log-evidence.npy");
                NpyWriter<double>.Save(logs, evidence.Logs, 1);
                terminal.Out.WriteLine($"{logs}: {evidence.Logs.Length} × 1 float64");
            }

            if (settings.Shard is { } part)
            {
                // Mean and deviation are of all samples.
                part.Record(Path.Combine(folder, "samples.npy"));
                return;
            }

            Save(folder, "mean", result.Mean, d, settings.Model, terminal);
            SavePlain(folder, "deviation", [.. result.Deviation.Select((value, j) => (float)(value * (settings.Model.Columns?.ScaleOf(j) ?? 1)))], d, terminal);
            if (settings.Model.Image is { } shape)
            {
                Draw(Path.Combine(folder, "measurement.png"), settings.Model, shape, result.Seen, 1, terminal);
                Draw(Path.Combine(folder, "deviation.png"), settings.Model, shape, Shown(result.Deviation, settings.Model), 1, terminal);
            }
        }

        if (settings.Image is { } file && settings.Model.Image is { } pictures)
        {
            int shown = Math.Min(SamplesShown, settings.Count) * pictures.Dimension;
            float[] all = [.. result.Truth, .. result.Seen, .. result.Mean, .. Shown(result.Deviation, settings.Model), .. result.Samples.AsSpan(0, shown)];
            Draw(file, settings.Model, pictures, all, all.Length / pictures.Dimension, terminal);
        }
    }

    private static void SavePlain(string folder, string name, float[] values, int dimension, Terminal terminal)
    {
        string file = Path.Combine(folder, $"{name}.npy");
        NpyWriter<float>.Save(file, values, dimension);
        terminal.Out.WriteLine($"{file}: {values.Length / dimension} × {dimension} float32");
    }

    private static void Save(string folder, string name, float[] values, int dimension, Model pictures, Terminal terminal)
    {
        string file = Path.Combine(folder, $"{name}.npy");
        string kind = FileUnits.Save(file, pictures, values, terminal, values.Length / dimension, dimension);
        terminal.Out.WriteLine($"{file}: {values.Length / dimension} × {dimension} {kind}");
        if (pictures.Image is { } shape)
        {
            const int MostPictures = 100;
            int shown = Math.Min(MostPictures, values.Length / dimension);
            Draw(Path.Combine(folder, $"{name}.png"), pictures, shape, values.AsSpan(0, shown * dimension), 10, terminal);
        }
    }

    private static void Draw(string file, Model model, ImageShape shape, ReadOnlySpan<float> values, int columns, Terminal terminal)
    {
        Picture picture = Grid(model, shape).Draw(values, columns);
        ResultFile.Write(file, terminal, stream => PngFile.Write(stream, picture));
        terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: picture");
    }

    /// <summary>How pictures of the model's data are drawn.</summary>
    public static ImageGrid Grid(Model model, ImageShape shape)
    {
        (float low, float high) = Range(model);
        return new ImageGrid(shape, low, high) { Zoom = Zoom };
    }

    /// <summary>A deviation as a picture: none is black, half the range of the pixels is white.</summary>
    public static float[] Shown(float[] deviation, Model model) => [.. deviation.Select(value => Range(model).Low + (2 * value))];

    private static (float Low, float High) Range(Model model) =>
        ((float)(model.Scaling.Shift - model.Scaling.Scale), (float)(model.Scaling.Shift + model.Scaling.Scale));

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(folder, "cannot be made.", cause);
        }
    }
}
