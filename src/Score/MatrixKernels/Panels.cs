using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// The layout of a product's right factor: panels of a fixed number of columns, whatever the vector width of the processor,
/// each panel stored row after row. Columns are padded to whole panels with zeros.
/// </summary>
internal static unsafe class Panels
{
    /// <summary>Bytes of a row of a panel.</summary>
    public const int Bytes = 128;

    /// <summary>Columns of a panel: 32 floats or 16 doubles, two of the widest vectors.</summary>
    public static int Columns<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Bytes / sizeof(T);

    /// <summary>The number of columns rounded up to whole panels.</summary>
    public static int Padded<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = Columns<T>();
        return checked(columns + panel - 1) / panel * panel;
    }
}
