using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Cli.Models;

/// <summary>Samples in the units of the file that a network was trained on.</summary>
internal static class FileUnits
{
    /// <summary>
    /// Writes an array of samples. The numbers are put into the file's units in double, and written as double where float would lose a column's
    /// deviation.
    /// </summary>
    /// <param name="path">The .npy file, a .csv file, or - for standard output.</param>
    /// <param name="model">Whose samples they are.</param>
    /// <param name="natural">Samples in natural units; the last axis is the model's dimension.</param>
    /// <param name="terminal">Where - is.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <returns>float32 or float64.</returns>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static string Save<T>(string path, Model model, T[] natural, Terminal terminal, params long[] shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tell(model, terminal);
        if (model.Columns is { } columns && IsDouble<T>(columns))
        {
            return Write(path, Converted<T, double>(columns, natural, model.Dimension), terminal, shape);
        }

        return Write(path, model.Columns is { } units ? Converted<T, T>(units, natural, model.Dimension) : natural, terminal, shape);
    }

    /// <summary>Tells where the file's units leave little of the samples' deviation.</summary>
    public static void Tell(Model model, Terminal terminal)
    {
        if (model.Columns?.Remark is { } remark)
        {
            terminal.Error.WriteLine($"scoresde: {remark}");
        }
    }

    /// <summary>Bytes of the copy that <see cref="Save"/> makes of so many numbers.</summary>
    public static double CopyBytes<T>(Model model, double values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        model.Columns is { } columns ? values * (IsDouble<T>(columns) ? sizeof(double) : Unsafe.SizeOf<T>()) : 0;

    /// <summary>Whether the file has doubles.</summary>
    public static bool IsDouble<T>(Model model)
        where T : unmanaged, IFloatingPointIeee754<T> => model.Columns is { } columns ? IsDouble<T>(columns) : typeof(T) == typeof(double);

    private static bool IsDouble<T>(ColumnUnits columns) => columns.NeedDouble || typeof(T) == typeof(double);

    private static TTo[] Converted<TFrom, TTo>(ColumnUnits columns, TFrom[] natural, int dimension)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IFloatingPointIeee754<TTo>
    {
        var values = new TTo[natural.Length];
        columns.ToFile<TFrom, TTo>(natural, dimension, values);
        return values;
    }

    private static string Write<T>(string path, T[] values, Terminal terminal, long[] shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTable = SampleTable.IsMeant(path);
        ResultFile.Write(path, terminal, stream =>
        {
            if (isTable)
            {
                SampleTable.Write<T>(stream, values, (int)shape[^1]);
            }
            else
            {
                NpyWriter<T>.Write(stream, values, shape);
            }
        });
        return isTable ? "numbers" : typeof(T) == typeof(float) ? "float32" : "float64";
    }
}
