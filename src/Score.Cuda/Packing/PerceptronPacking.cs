using System.Numerics;
using ScoreSde.Networks;

namespace ScoreSde.Cuda.Packing;

/// <summary>The weights of a perceptron in double, with hidden units of weight 0 up to a width that the kernel can divide.</summary>
internal sealed class PerceptronPacking
{
    private readonly double[][] parameters;
    private readonly ParameterLayout layout;

    /// <param name="settings">The shape.</param>
    /// <param name="parameters">Its parameters in the layout's order, as they are now; they are not copied.</param>
    /// <param name="unit">Of which the padded width is a multiple.</param>
    public PerceptronPacking(MlpSettings settings, double[][] parameters, int unit)
    {
        Settings = settings;
        this.parameters = parameters;
        layout = new ParameterLayout(settings);
        Width = (settings.Width + unit - 1) / unit * unit;
        Times = [.. Enumerable.Range(0, settings.Depth + 1).Select(i =>
            Transposed(i == 0 ? layout.TimeWeight : layout.BlockTimeWeight(i - 1), settings.TimeFeatures, Width))];
        Skip = Transposed(layout.SkipWeight, settings.TimeFeatures, settings.Dimension);
    }

    /// <summary>The shape.</summary>
    public MlpSettings Settings { get; }

    /// <summary>The padded width.</summary>
    public int Width { get; }

    /// <summary>T_in and T_i, [feature][padded width] each.</summary>
    public double[][] Times { get; }

    /// <summary>G, [feature][dimension].</summary>
    public double[] Skip { get; }

    /// <summary>b_in (0) or b_{i−1}, without padding.</summary>
    public double[] Bias(int layer) => parameters[layer == 0 ? layout.InputBias : layout.BlockBias(layer - 1)];

    /// <summary>
    /// W_in^T [dimension][width], the W_i^T [input][output], W_out^T [width][dimension], b_out [dimension] and, where there are classes, their rows
    /// [classes + 1][width], the last of no label.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    public T[] Weights<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int d = Settings.Dimension;
        long length = (2L * d * Width) + ((long)Settings.Depth * Width * Width) + d + (Settings.Classes > 0 ? (Settings.Classes + 1L) * Width : 0);
        if (length > Array.MaxLength)
        {
            throw new NotSupportedException($"A network of {length} numbers is too large for one array.");
        }

        var packed = new List<T>((int)length);
        Append(Transposed(layout.InputWeight, d, Width));
        for (int block = 0; block < Settings.Depth; block++)
        {
            Append(Transposed(layout.BlockWeight(block), Width, Width));
        }

        Append(Transposed(layout.OutputWeight, Width, d));
        Append(parameters[layout.OutputBias]);
        if (Settings.Classes > 0)
        {
            Append(Padded(layout.ClassWeight, Settings.Classes + 1, Width));
        }

        return [.. packed];

        void Append(double[] values) => packed.AddRange(values.Select(T.CreateTruncating));
    }

    /// <summary>The residual layers, see <see cref="BlockFragments"/>.</summary>
    public ushort[] Fragments(bool split) => BlockFragments.Pack(
        [.. Enumerable.Range(0, Settings.Depth).Select(block =>
            Array.ConvertAll(Padded(layout.BlockWeight(block), Width, Width), static value => (float)value))],
        Width,
        split);

    // [outputs, inputs] as [rows][columns] with zeros where it ends before.
    private double[] Padded(int parameter, int rows, int columns)
    {
        int width = layout.Entries[parameter].Shape[1];
        double[] source = parameters[parameter];
        var result = new double[rows * columns];
        for (int row = 0; row < source.Length / width; row++)
        {
            source.AsSpan(row * width, width).CopyTo(result.AsSpan(row * columns));
        }

        return result;
    }

    // [outputs, inputs] as [inputs = rows][outputs = columns] with zeros where it ends before.
    private double[] Transposed(int parameter, int rows, int columns)
    {
        int inputs = layout.Entries[parameter].Shape[1];
        double[] source = parameters[parameter];
        var result = new double[rows * columns];
        for (int i = 0; i < source.Length; i++)
        {
            result[(i % inputs * columns) + (i / inputs)] = source[i];
        }

        return result;
    }
}
