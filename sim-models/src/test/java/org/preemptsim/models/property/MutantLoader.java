// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads all classes of the model and of its tests anew, with the edits of a mutant applied; everything else comes from the parent. */
final class MutantLoader extends ClassLoader {
    private static final String MODELS = "org.preemptsim.models.";

    private final List<Mutant.Edit> edits;
    private final Set<Mutant.Edit> applied = new HashSet<>();

    MutantLoader(Mutant mutant, ClassLoader parent) {
        super(parent);
        this.edits = mutant.edits();
    }

    /** Whether each edit has found its place in a class that was loaded. */
    boolean allApplied() {
        return applied.containsAll(edits);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(MODELS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = in.readAllBytes();
            for (Mutant.Edit edit : edits) {
                if (name.equals(MODELS + edit.owner())) {
                    code = apply(edit, code);
                }
            }
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] apply(Mutant.Edit edit, byte[] code) {
        Method substitute = Arrays.stream(edit.substitutes().getDeclaredMethods())
                .filter(m -> m.getName().equals(edit.substitute()))
                .findFirst()
                .orElseThrow();
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Editor(writer, edit, Type.getType(substitute)), 0);
        return writer.toByteArray();
    }

    private final class Editor extends ClassVisitor {
        private final Mutant.Edit edit;
        private final Type substitute;
        private final String owner;

        Editor(ClassVisitor next, Mutant.Edit edit, Type substitute) {
            super(Opcodes.ASM9, next);
            this.edit = edit;
            this.substitute = substitute;
            this.owner = (MODELS + edit.owner()).replace('.', '/');
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(edit.method())) {
                return next;
            }
            if (!edit.call().isEmpty()) {
                return new CallEditor(next);
            }
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            if (!matches(isStatic, owner, descriptor)) {
                return next;
            }
            applied.add(edit);
            next.visitCode();
            int local = 0;
            for (Type t : substitute.getArgumentTypes()) {
                next.visitVarInsn(t.getOpcode(Opcodes.ILOAD), local);
                local += t.getSize();
            }
            callSubstitute(next);
            next.visitInsn(substitute.getReturnType().getOpcode(Opcodes.IRETURN));
            next.visitMaxs(0, 0);
            next.visitEnd();
            return null;
        }

        private void callSubstitute(MethodVisitor next) {
            next.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    Type.getInternalName(edit.substitutes()),
                    edit.substitute(),
                    substitute.getDescriptor(),
                    false);
        }

        /** Whether the substitute takes exactly what the method does, after the object itself. */
        private boolean matches(boolean isStatic, String callee, String descriptor) {
            String arguments = isStatic ? "(" : "(L" + callee + ";";
            return substitute.getDescriptor().equals(arguments + descriptor.substring(1));
        }

        private final class CallEditor extends MethodVisitor {
            CallEditor(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitMethodInsn(int opcode, String callee, String name, String descriptor, boolean itf) {
                if (name.equals(edit.call()) && matches(opcode == Opcodes.INVOKESTATIC, callee, descriptor)) {
                    applied.add(edit);
                    callSubstitute(mv);
                } else {
                    super.visitMethodInsn(opcode, callee, name, descriptor, itf);
                }
            }
        }
    }
}
